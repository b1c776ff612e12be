// provider.mjs KEYS ADDRESS: panva's oidc-provider on 127.0.0.1, with one client at that address
// whose public keys are KEYS, and a browser without a screen. Prints its port; then answers each
// line of its input with a line of JSON:
//   visit URL      the browser goes there and wherever it is sent
//   forget         another browser
//   say NAME JSON  from here on a claim of who signs in
//   rotate         another key signs
//   logout SUB SID tells the client that this session has ended
// Whoever comes is signed in without being asked.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { generateKeyPairSync, randomUUID } from "node:crypto";

// It warns, on this very output, of what does not matter to a test.
console.info = console.warn = () => {};
const { default: Provider } = await import("oidc-provider");
const say = (line) => process.stdout.write(`${line}\n`);
const [keys, address] = process.argv.slice(2);
const claims = { name: "Kari Ansatt", roles: ["Lager"], department: "100" };
const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

function newKey() {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "ES256" };
}

function provider(key) {
    const made = new Provider(issuer, {
        clients: [{
            client_id: "korttidslager",
            redirect_uris: [`${address}/sign-in/op/callback`],
            backchannel_logout_uri: `${address}/sign-in/op/logout`,
            backchannel_logout_session_required: true,
            token_endpoint_auth_method: "private_key_jwt",
            token_endpoint_auth_signing_alg: "ES256",
            id_token_signed_response_alg: "ES256",
            require_auth_time: true,
            dpop_bound_access_tokens: true,
            require_pushed_authorization_requests: true,
            jwks: { keys: [JSON.parse(keys)] },
        }],
        jwks: { keys: [key] },
        cookies: { keys: ["for the tests alone"] },
        pkce: { required: () => true },
        features: {
            devInteractions: { enabled: false },
            backchannelLogout: { enabled: true },
            pushedAuthorizationRequests: { enabled: true },
            dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1), requireNonce: () => true },
        },
        enabledJWA: {
            clientAuthSigningAlgValues: ["ES256"],
            idTokenSigningAlgValues: ["ES256"],
        },
        acrValues: ["high"],
        claims: { acr: null, auth_time: null, iss: null, sid: null, openid: ["sub"],
            profile: ["name", "roles", "department"] },
        conformIdTokenClaims: false,
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claims }) }),
        // Its own asks nobody on this machine.
        fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    });
    made.use(async (ctx, next) => {
        if (!ctx.path.startsWith("/interaction/")) return next();
        const { prompt, params, grantId } = await made.interactionDetails(ctx.req, ctx.res);
        const result = {};
        if (prompt.name === "login") {
            result.login = { accountId: "kari", acr: "high" };
        } else {
            const grant = (grantId && (await made.Grant.find(grantId))) ||
                new made.Grant({ accountId: "kari", clientId: params.client_id });
            grant.addOIDCScope(params.scope);
            result.consent = { grantId: await grant.save() };
        }
        await made.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: true });
    });
    return made;
}

let current = provider(newKey());
let handle = current.callback();
server.on("request", (request, response) => handle(request, response));

let cookies = new Map();
async function visit(url) {
    const way = [];
    for (let step = 0; step < 20; ++step) {
        way.push(url);
        const answer = await fetch(url, {
            redirect: "manual",
            headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
        });
        for (const line of answer.headers.getSetCookie()) {
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            if (value === "") cookies.delete(name);
            else cookies.set(name, value);
        }
        if (answer.status < 300 || answer.status >= 400) {
            return { status: answer.status, way, body: (await answer.text()).slice(0, 5000) };
        }
        url = new URL(answer.headers.get("location"), url).href;
    }
    return { status: 0, way, body: "" };
}

const commands = {
    visit,
    forget: () => { cookies = new Map(); return {}; },
    say: (name, ...json) => { claims[name] = JSON.parse(json.join(" ")); return {}; },
    rotate: () => { current = provider(newKey()); handle = current.callback(); return {}; },
    async logout(sub, sid) {
        const client = await current.Client.find("korttidslager");
        try {
            await client.backchannelLogout(sub, sid);
            return { status: 200 };
        } catch (error) {
            return { status: error.response?.status ?? -1, body: String(error.cause ?? error) };
        }
    },
};

say(server.address().port);
for await (const line of createInterface({ input: process.stdin })) {
    const [command, ...words] = line.split(" ");
    try {
        say(JSON.stringify(await commands[command](...words)));
    } catch (error) {
        say(JSON.stringify({ status: -1, body: String(error.stack), way: [] }));
    }
}
process.exit(0);
