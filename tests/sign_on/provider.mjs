// A real OpenID provider for the tests: anybody signs in under the name they type; claims and
// signing key come from the environment.
import { createRequire } from "node:module";

const from = createRequire(new URL("../../survey_api/web/package.json", import.meta.url));
const { Provider } = await import(from.resolve("oidc-provider"));
const { ISSUER, PORT, KEY, CLIENT, SECRET, APP, CLAIMS } = process.env;
const claims = JSON.parse(CLAIMS);

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT,
      client_secret: SECRET,
      redirect_uris: [`${APP}/sign-in/company/return`],
      post_logout_redirect_uris: [`${APP}/sign-in`],
      backchannel_logout_uri: `${APP}/sign-in/company/logout`,
    },
  ],
  jwks: { keys: [JSON.parse(KEY)] },
  cookies: { keys: ["only for tests"] },
  claims: { openid: ["sub"], email: ["email", "email_verified", "groups"] },
  conformIdTokenClaims: false,
  features: { backchannelLogout: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, ...claims[id] }),
  }),
});
provider.listen(Number(PORT), "127.0.0.1", () => console.log("listening"));
