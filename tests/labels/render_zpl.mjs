// render_zpl.mjs FILE WIDTH HEIGHT …: each label of each file as FILE-1.png, FILE-2.png …
// Width and height in millimetres, 8 dots to the millimetre.
import { readFileSync, writeFileSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const { api } = await ready;
const words = process.argv.slice(2);
for (let i = 0; i < words.length; i += 3) {
    const [file, width, height] = words.slice(i, i + 3);
    const labels = await api.zplToBase64MultipleAsync(
        readFileSync(file, "utf8"), Number(width), Number(height), 8);
    labels.forEach((png, n) => writeFileSync(`${file}-${n + 1}.png`, Buffer.from(png, "base64")));
}
// The renderer's runtime never ends by itself.
process.exit(0);
