// Microsoft's echo bot: every incoming token is validated and every reply carries a token, as in production.
// The settings point its metadata and token addresses at the benchmark's stand-in for Azure.
const http = require('http');
const { CloudAdapter, ConfigurationBotFrameworkAuthentication, ActivityHandler } = require('botbuilder');
const { MsalServiceClientCredentialsFactory } = require('botframework-connector');
const { ConfidentialClientApplication } = require('@azure/msal-node');

const { APP_ID, APP_PASSWORD, METADATA_URL, AUTHORITY } = process.env;
const application = new ConfidentialClientApplication({
  auth: { clientId: APP_ID, clientSecret: APP_PASSWORD, authority: AUTHORITY, knownAuthorities: [new URL(AUTHORITY).host] },
});
const authentication = new ConfigurationBotFrameworkAuthentication(
  { // one of these set means that all are taken from here
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com', // the client application's own authority is asked
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: METADATA_URL,
    ToBotFromEmulatorOpenIdMetadataUrl: METADATA_URL,
    OAuthUrl: 'https://api.botframework.com',
  },
  new MsalServiceClientCredentialsFactory(APP_ID, application));
const adapter = new CloudAdapter(authentication);
adapter.onTurnError = async (_, error) => console.error(error);

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(context.activity.text);
      await next();
    });
  }
}

const bot = new EchoBot();
const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    request.body = JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
    response.status = code => { response.statusCode = code; return response; };
    response.send = body => { response.write(typeof body === 'string' ? body : JSON.stringify(body)); return response; };
    response.header = (name, value) => response.setHeader(name, value);
    adapter.process(request, response, context => bot.run(context));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`Now listening on: http://127.0.0.1:${server.address().port}`));
