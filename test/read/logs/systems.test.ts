import { expect, test } from 'vitest';
import { openEngine } from '../../../src/index.ts';
import type { Failure } from '../../../src/types.ts';
import { summed } from '../../support/streamed.ts';

/** A log of each system as it writes it, and the fates in it: action, reply, status, recipient. */
const LOGS: readonly { system: string; log: string; told: readonly string[] }[] = [
  {
    system: 'Postfix in the journal',
    log: `Mar 04 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: "Postfix in a container's JSON",
    log: String.raw`{"log":"Mar  4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=\u003cdana@example.net\u003e, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n","stream":"stdout","time":"2025-03-04T09:12:31.123456789Z"}
{"log":"Mar  4 09:12:32 mx1 postfix/smtp[2175]: 4Tq1Yz3k2J: to=\u003ckim@example.net\u003e, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n","stream":"stdout","time":"2025-03-04T09:12:32.123456789Z"}`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Postfix in the journal as JSON',
    log: `{"__REALTIME_TIMESTAMP":"1741079551123456","_HOSTNAME":"mx1","SYSLOG_IDENTIFIER":"postfix/smtp","_PID":"2175","PRIORITY":"6","MESSAGE":"4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))"}`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Postfix in a pod',
    log: `2025-03-04T09:12:31.123456789Z stdout F Mar  4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Exim with addresses, process and cipher',
    log: `2025-03-04 09:12:31.123 [4242] 1tpABC-0001xY-2z ** dana@example.net <alias@example.com> F=<app@example.com> R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10] X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes: SMTP error from remote mail server after RCPT TO:<dana@example.net>: 550 5.1.1 User unknown`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Sendmail without the reply',
    log: `Mar  4 09:12:31 mx1 sendmail[2175]: 5249CVab001234: to=<dana@example.net>, ctladdr=<app@example.com> (1001/1001), delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120345, relay=mx.example.net. [192.0.2.10], dsn=5.1.1, stat=User unknown
Mar  4 09:12:31 mx1 sendmail[2175]: 5249CVab001234: 5249CVab001235: DSN: User unknown`,
    told: ['failed - 5.1.1 dana@example.net'],
  },
  {
    system: 'an older OpenSMTPD',
    log: `Mar  4 09:12:31 mx1 smtpd[77]: 0a1b2c3d4e5f6071 mta event=delivery evpid=9f1b0a2c3d4e5f60 from=<app@example.com> to=<dana@example.net> rcpt=<-> source="198.51.100.7" relay="192.0.2.10 (mx.example.net)" delay=1s result="PermFail" stat="550 5.1.1 User unknown"`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'qmail-send by syslog',
    log: `Mar  4 09:12:31 mx1 qmail: 1741079551.123456 starting delivery 15: msg 271234 to remote dana@example.net
Mar  4 09:12:32 mx1 qmail: 1741079552.123456 delivery 15: failure: 192.0.2.10_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.10./`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'a message trace',
    log: `MessageTraceId,Received,SenderAddress,RecipientAddress,Subject,Status,Detail
abc,2025-03-04T09:12:31Z,app@example.com,dana@example.net,Hello,Failed,"Reason: [{LED=550 5.1.1 User unknown};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10};{LRT=}]"`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'qmail-send',
    log: `@4000000067c6c32f1dcd6500 new msg 271234
@4000000067c6c32f1dcd6500 info msg 271234: bytes 2047 from <app@example.com> qp 4242 uid 64011
@4000000067c6c32f1dcd6500 starting delivery 15: msg 271234 to remote dana@example.net
@4000000067c6c32f1dcd6500 status: local 0/10 remote 1/20
@4000000067c6c3301dcd6500 delivery 15: failure: 192.0.2.10_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.10./
@4000000067c6c3301dcd6500 bounce msg 271234 qp 4243
@4000000067c6c3301dcd6500 end msg 271234
@4000000067c6c3311dcd6500 starting delivery 16: msg 271235 to remote kim@example.org
@4000000067c6c3321dcd6500 delivery 16: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/
@4000000067c6c3331dcd6500 starting delivery 17: msg 271236 to remote lee@example.org
@4000000067c6c3341dcd6500 delivery 17: success: 192.0.2.20_accepted_message./Remote_host_said:_250_2.0.0_OK/`,
    told: ['failed 550 5.1.1 dana@example.net', 'delayed - 4.4.1 kim@example.org'],
  },
  {
    system: 'PowerMTA accounting',
    log: `type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,dlvEsmtpAvailable,dlvSize,vmta,jobId,envId,queue,vmtaPool
b,2025-03-04 09:12:31+0000,2025-03-04 09:12:29+0000,bounce@em.example.com,dana@example.net,,failed,5.1.1 (bad destination mailbox address),"smtp;550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown, see https://example.net/help",mx.example.net (192.0.2.10),bad-mailbox,smtp,app (198.51.100.20),smtp,198.51.100.7,192.0.2.10,,2047,vmta1,job1,,example.net/vmta1,
d,2025-03-04 09:12:32+0000,2025-03-04 09:12:29+0000,bounce@em.example.com,kim@example.org,,relayed,2.0.0 (success),smtp;250 2.0.0 OK,mx.example.org (192.0.2.20),,smtp,app (198.51.100.20),smtp,198.51.100.7,192.0.2.20,,2047,vmta1,job1,,example.org/vmta1,
t,2025-03-04 09:12:33+0000,2025-03-04 09:12:29+0000,bounce@em.example.com,lee@example.org,,delayed,4.7.1 (delivery not authorized),"smtp;451 4.7.1 Greylisted, come back",mx.example.org (192.0.2.20),policy-related,smtp,app (198.51.100.20),smtp,198.51.100.7,192.0.2.20,,2047,vmta1,job2,,example.org/vmta1,`,
    told: ['failed 550 5.1.1 dana@example.net', 'delayed 451 4.7.1 lee@example.org'],
  },
  {
    system: 'Exchange message tracking',
    log: `#Software: Microsoft Exchange Server
#Version: 15.02.1118.007
#Log-type: Message Tracking Log
#Date: 2025-03-04T00:00:00.000Z
#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data
2025-03-04T09:12:31.123Z,198.51.100.7,EX1,192.0.2.10,mx.example.net,;250 2.0.0 OK,Outbound,SMTP,SEND,1,<a1@example.com>,n1,kim@example.net,250 2.1.5 Recipient OK,2047,1,,,Hello,app@example.com,app@example.com,,Originating,,,,
2025-03-04T09:12:32.123Z,198.51.100.7,EX1,192.0.2.10,mx.example.net,,Outbound,SMTP,FAIL,2,<a2@example.com>,n2,dana@example.net,"[{LRT=3/4/2025 9:12:32 AM};{LED=550 5.1.1 <dana@example.net>: User unknown};{FQDN=mx.example.net};{IP=192.0.2.10}]",2047,1,,,Hello,app@example.com,app@example.com,,Originating,,,,
2025-03-04T09:12:33.123Z,198.51.100.7,EX1,,,,Outbound,SMTP,DEFER,3,<a3@example.com>,n3,lee@example.org,"[{LRT=};{LED=451 4.7.1 Greylisted, come back};{FQDN=mx.example.org};{IP=192.0.2.20}]",2047,1,,,Hello,app@example.com,app@example.com,,Originating,,,,
2025-03-04T09:12:34.123Z,,EX1,,,,,DSN,DSN,4,<a2@example.com>,n2,app@example.com,,2047,1,,<a2@example.com>,Undeliverable: Hello,MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com,<>,,Originating,,,,`,
    told: ['failed 550 5.1.1 dana@example.net', 'delayed 451 4.7.1 lee@example.org'],
  },
  {
    system: 'Haraka',
    log: `[NOTICE] [5A3B0F6E-2C41-4E0B-9A6F-2B9A37C0D1F2.1.1] [outbound] delivered file=1741079551000_0_4242_abc.mx1 domain=example.org host=mx.example.org ip=192.0.2.20 port=25 mode=SMTP tls=Y auth=N response="OK queued" delay=1.2 fails=0 rcpts=1/0/0
2025-03-04T09:12:31.120Z [INFO] [5A3B0F6E-2C41-4E0B-9A6F-2B9A37C0D1F3.1.1] [outbound] recipient <dana@example.net> rejected: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown
2025-03-04T09:12:32.120Z [NOTICE] [5A3B0F6E-2C41-4E0B-9A6F-2B9A37C0D1F3.1.1] [outbound] bouncing mail: Some recipients failed: <dana@example.net>
2025-03-04T09:13:31.120Z [INFO] [6B3B0F6E-2C41-4E0B-9A6F-2B9A37C0D1F4.1.1] [outbound] recipient <kim@example.org> deferred: 451 4.7.1 Greylisting in action, please come back later
2025-03-04T09:13:32.120Z [NOTICE] [6B3B0F6E-2C41-4E0B-9A6F-2B9A37C0D1F4.1.1] [outbound] Temp failing 1741079551000_0_4242_def.mx1 for 64 seconds: Upstream error: 451 4.7.1 Greylisting in action, please come back later`,
    told: ['failed 550 5.1.1 dana@example.net', 'delayed 451 4.7.1 kim@example.org'],
  },
  {
    system: 'KumoMTA',
    log: `{"type":"Bounce","id":"1d98076abbbc11ed940250ebf67f93bd","sender":"bounce@em.example.com","recipient":"dana@example.net","queue":"campaign:tenant@example.net","site":"mx1->(mx1|mx2).example.net@smtp_client","size":2047,"response":{"code":550,"enhanced_code":{"class":5,"subject":1,"detail":1},"content":"User unknown","command":"RCPT TO:<dana@example.net>"},"peer_address":{"name":"mx1.example.net.","addr":"192.0.2.10"},"timestamp":1741079551,"created":1741079549,"num_attempts":1,"bounce_classification":"InvalidRecipient","egress_pool":"pool0","egress_source":"ip-1","source_address":{"address":"198.51.100.7:41122"},"feedback_report":null,"meta":{},"headers":{},"delivery_protocol":"ESMTP","reception_protocol":"ESMTP","nodeid":"557f3ad4-2c8c-11ee-976e-782d7e12e173","session_id":"a1"}
{"type":"TransientFailure","id":"2d98076abbbc11ed940250ebf67f93bd","sender":"bounce@em.example.com","recipient":"kim@example.org","queue":"example.org","site":"mx.example.org@smtp_client","size":2047,"response":{"code":451,"enhanced_code":{"class":4,"subject":7,"detail":1},"content":"Greylisting in action, please come back later","command":"RCPT TO:<kim@example.org>"},"peer_address":{"name":"mx.example.org.","addr":"192.0.2.20"},"timestamp":1741079560,"created":1741079549,"num_attempts":1,"bounce_classification":"Uncategorized","egress_source":"ip-1","source_address":{"address":"198.51.100.7:41123"}}
{"type":"Delivery","id":"3d98076abbbc11ed940250ebf67f93bd","sender":"bounce@em.example.com","recipient":"lee@example.org","queue":"example.org","site":"mx.example.org@smtp_client","size":2047,"response":{"code":250,"enhanced_code":{"class":2,"subject":0,"detail":0},"content":"OK queued","command":"."},"peer_address":{"name":"mx.example.org.","addr":"192.0.2.20"},"timestamp":1741079561,"created":1741079549,"num_attempts":0}
{"type":"Expiration","id":"4d98076abbbc11ed940250ebf67f93bd","sender":"bounce@em.example.com","recipient":"max@example.org","queue":"example.org","site":"","size":2047,"response":{"code":551,"enhanced_code":{"class":5,"subject":4,"detail":7},"content":"Next delivery time would be at 2025-03-11T09:12:31Z which exceeds the expiry time","command":null},"peer_address":null,"timestamp":1741079570,"created":1740479549,"num_attempts":30,"bounce_classification":"Uncategorized"}
{"type":"Delivery","id":"2d98076abbbc11ed940250ebf67f93bd","sender":"bounce@em.example.com","recipient":"kim@example.org","queue":"example.org","site":"mx.example.org@smtp_client","size":2047,"response":{"code":250,"enhanced_code":{"class":2,"subject":0,"detail":0},"content":"OK queued","command":"."},"peer_address":{"name":"mx.example.org.","addr":"192.0.2.20"},"timestamp":1741081561,"created":1741079549,"num_attempts":2}`,
    told: ['failed 550 5.1.1 dana@example.net', 'failed 551 5.4.7 max@example.org'],
  },
  {
    system: 'Halon',
    log: `{"time":"2025-03-04T09:12:31Z","hostname":"mx1.example.com","transactionid":"7f3c2a","queueid":1,"action":"BOUNCE","sender":"bounce@em.example.com","recipient":"dana@example.net","sourceip":"198.51.100.7","destination":{"host":"mx.example.net","ip":"192.0.2.10"},"result":{"code":550,"enhanced":[5,1,1],"reason":["User unknown"],"state":"RCPT"},"retry":0}
{"time":"2025-03-04T09:12:41Z","hostname":"mx1.example.com","transactionid":"7f3c2b","queueid":2,"action":"DEFER","sender":"bounce@em.example.com","recipient":"kim@example.org","sourceip":"198.51.100.7","destination":{"host":"mx.example.org","ip":"192.0.2.20"},"result":{"code":451,"enhanced":[4,7,1],"reason":["Greylisted, try again later"],"state":"RCPT"},"retry":1}
{"time":"2025-03-04T09:12:51Z","hostname":"mx1.example.com","transactionid":"7f3c2c","queueid":3,"action":"DELIVER","sender":"bounce@em.example.com","recipient":"lee@example.org","sourceip":"198.51.100.7","result":{"code":250,"enhanced":[2,0,0],"reason":["OK"],"state":"EOM"},"retry":0}`,
    told: ['failed 550 5.1.1 dana@example.net', 'delayed 451 4.7.1 kim@example.org'],
  },
  {
    system: 'rspamd',
    log: `{"ts":1741079551,"message-id":"<abc@app.example.com>","from":"app@example.com","rcpt":["dana@example.net"],"ip":"198.51.100.7","action":"reject","score":18.2,"required_score":15.0,"smtp_message":"554 5.7.1 Spam message rejected","symbols":{"RBL_SPAMHAUS":{"score":4.0}}}
{"ts":1741079552,"message-id":"<def@app.example.com>","from":"app@example.com","rcpt":["kim@example.net"],"ip":"198.51.100.7","action":"no action","score":0.2,"required_score":15.0}
{"ts":1741079553,"message-id":"<ghi@app.example.com>","from":"app@example.com","rcpt":["lee@example.net"],"ip":"198.51.100.7","action":"soft reject","score":5.2,"required_score":15.0,"smtp_message":"451 4.7.1 Try again later"}`,
    told: ['failed 554 5.7.1 dana@example.net', 'delayed 451 4.7.1 lee@example.net'],
  },
  {
    system: 'SMTP2GO activity',
    log: `"Date","Sender","Recipient","Subject","Event","Response","Host","Email ID","Username"
"2025-03-04 09:12:31","app@example.com","dana@example.net","Your order","Hard Bounce","550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown","mx.example.net [192.0.2.10]","1tpABC-0001xY-2z","app-user"
"2025-03-04 09:12:32","app@example.com","kim@example.org","Your order","Delivered","250 2.0.0 OK","mx.example.org [192.0.2.20]","1tpABD-0001xY-2z","app-user"
"2025-03-04 09:12:33","app@example.com","lee@example.org","Your order","Soft Bounce","452 4.2.2 Mailbox full","mx.example.org [192.0.2.20]","1tpABE-0001xY-2z","app-user"
"2025-03-04 09:12:34","app@example.com","max@example.org","Your order","Rejected","Recipient is on the suppression list","","1tpABF-0001xY-2z","app-user"`,
    told: ['failed 550 5.1.1 dana@example.net', 'failed 452 4.2.2 lee@example.org', 'failed - - max@example.org'],
  },
  {
    system: 'Nextcloud',
    log: String.raw`{"reqId":"Xk2","level":3,"time":"2025-03-04T09:12:31+00:00","remoteAddr":"198.51.100.20","user":"kim","app":"no app in context","method":"POST","url":"/settings/admin/mailtest","message":"Expected response code \"250/251/252\" but got code \"550\", with message \"550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown\".","userAgent":"Mozilla/5.0","version":"30.0.1.2","exception":{"Exception":"Symfony\\Component\\Mailer\\Exception\\UnexpectedResponseException","Message":"Expected response code \"250/251/252\" but got code \"550\", with message \"550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown\".","Code":550}}`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'GitLab',
    log: String.raw`{"severity":"WARN","time":"2025-03-04T09:12:31.120Z","retry":3,"queue":"mailers","args":["Notify","new_issue_email","deliver_now"],"class":"ActionMailer::MailDeliveryJob","jid":"8f2c","error_message":"554 5.7.1 <dana@example.net>: Relay access denied\n","error_class":"Net::SMTPFatalError","job_status":"fail","message":"ActionMailer::MailDeliveryJob JID-8f2c: fail: 0.52 sec"}`,
    told: ['failed 554 5.7.1 dana@example.net'],
  },
  {
    system: 'GitLab in words',
    log: `2025-03-04T09:12:31.120Z 4242 TID-otm ERROR: Net::SMTPAuthenticationError: 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6`,
    told: ['failed 535 5.7.8 -'],
  },
  {
    system: 'Mastodon',
    log: `2025-03-04T09:12:31.120Z pid=4242 tid=otm class=ActionMailer::MailDeliveryJob jid=8f2c elapsed=0.521 WARN: Net::SMTPFatalError: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'WordPress',
    log: `[04-Mar-2025 09:12:31 UTC] PHP Warning:  WP Mail SMTP: SMTP Error: The following recipients failed: dana@example.net: 550 5.1.1 User unknown`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'WordPress with the code behind',
    log: `[04-Mar-2025 09:12:31 UTC] Mailer: SMTP  SMTP Error: data not accepted.SMTP server error: DATA END command failed Detail: 5.7.1 Message rejected due to content restrictions SMTP code: 550`,
    told: ['failed 550 5.7.1 -'],
  },
  {
    system: 'Grafana',
    log: `logger=alerting.notifier.email t=2025-03-04T09:12:31.120Z level=error msg="Failed to send alert notification email" error="550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown"`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Grafana with words before the answer',
    log: `t=2025-03-04T09:12:31+0000 lvl=eror msg="failed to send notification" logger=alerting uid=abc error="gomail: could not send email 1: 554 5.7.1 <dana@example.net>: Relay access denied"`,
    told: ['failed 554 5.7.1 dana@example.net'],
  },
  {
    system: 'a Python stack trace',
    log: `Traceback (most recent call last):
  File "/srv/app/mail.py", line 42, in send
    server.sendmail(sender, [recipient], message.as_string())
  File "/usr/lib/python3.12/smtplib.py", line 908, in sendmail
    raise SMTPRecipientsRefused(senderrs)
smtplib.SMTPRecipientsRefused: {'dana@example.net': (550, b'5.1.1 <dana@example.net>: Recipient address rejected: User unknown')}`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
  {
    system: 'Python on one line',
    log: `2025-03-04 09:12:31,120 ERROR django.request: smtplib.SMTPDataError: (554, b'5.7.1 Message rejected as spam by Content Filtering.')`,
    told: ['failed 554 5.7.1 -'],
  },
  {
    system: 'a Java stack trace',
    log: `2025-03-04 09:12:31.120 ERROR 4242 --- [nio-8080-exec-1] c.e.app.MailService : could not send
com.sun.mail.smtp.SMTPSendFailedException: 550 5.7.1 Client host rejected: Access denied
    at com.sun.mail.smtp.SMTPTransport.issueSendCommand(SMTPTransport.java:2374)`,
    told: ['failed 550 5.7.1 -'],
  },
  {
    system: 'a Java stack trace without time',
    log: `jakarta.mail.SendFailedException: Invalid Addresses;
  nested exception is:
    com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown

    at com.sun.mail.smtp.SMTPTransport.rcptTo(SMTPTransport.java:2064)`,
    told: ['failed 550 5.1.1 dana@example.net'],
  },
];

const { decode } = openEngine();

function fates(failures: readonly Failure[]): string[] {
  return failures.map(({ action, reply = '-', status = '-', recipient = '-' }) =>
    [action, reply, status, recipient].join(' '),
  );
}

test.each(LOGS)('$system, pasted', ({ log, told }) => {
  const { failures } = decode(log);
  expect(fates(failures)).toEqual(told);
  // No quote, brace or frame of what was around the answer.
  for (const { words } of failures) expect(words).not.toMatch(/["\\}]$|\bat com\.|0\.52/);
});

test.each(LOGS)('$system, streamed', async ({ log, told }) => {
  const { failures } = await summed(log);
  expect(fates(failures).sort()).toEqual([...told].sort());
  expect(failures.map(({ words }) => words).sort()).toEqual(
    decode(log)
      .failures.map(({ words }) => words)
      .sort(),
  );
});

test('of a whole message put off, no recipient that waits by name is lost', () => {
  const log = LOGS.find(({ system }) => system === 'Haraka')?.log ?? '';
  expect(decode(log).failures[1]).toMatchObject({ recipient: 'kim@example.org', phase: 'rcpt' });
});

test("a container's stamp stands in for one without a year", () => {
  const log = LOGS.find(({ system }) => system.includes('container'))?.log ?? '';
  expect(decode(log).failures[0]?.time).toBe('2025-03-04T09:12:31.123456789Z');
  const journal = LOGS.find(({ system }) => system.includes('journal as JSON'))?.log ?? '';
  expect(decode(journal).failures[0]).toMatchObject({ time: '2025-03-04T09:12:31.123Z', reporter: 'mx1' });
});
