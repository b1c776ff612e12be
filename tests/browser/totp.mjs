// The code that an authenticator shows now for a secret in base 32.

import { createHmac } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function totp(secret) {
    const bits = [...secret.replaceAll(/[\s=]/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const count = Buffer.alloc(8);
    count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
    const sum = createHmac("sha1", key).update(count).digest();
    const at = sum.at(-1) & 15;
    return String((sum.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}
