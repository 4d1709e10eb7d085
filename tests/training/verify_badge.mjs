// Verifies a signed badge by a path that shares no code with ours: jsonld.js, rdf-canonize and Node's own Ed25519.
// Standard input: {"badge": …, "key": "z6Mk…", "contexts": {url: document}}. Standard output: "true" or "false".

import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const jsonld = createRequire(process.argv[2])("jsonld");
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const SPKI = Buffer.from("302a300506032b6570032100", "hex"); // what stands before the 32 bytes of an Ed25519 key

const { badge, key, contexts } = JSON.parse(readFileSync(0, "utf8"));

function bytes(text) {
  let number = 0n;
  for (const letter of text.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex");
}

async function hash(document) {
  const options = {
    algorithm: "RDFC-1.0",
    format: "application/n-quads",
    safe: true,
    documentLoader: async (url) => {
      if (!contexts[url]) throw new Error(`No context ${url}`);
      return { contextUrl: null, documentUrl: url, document: contexts[url] };
    },
  };
  return createHash("sha256").update(await jsonld.canonize(document, options)).digest();
}

const { proof, ...document } = badge;
const { proofValue, ...options } = proof;
const signed = Buffer.concat([await hash({ "@context": badge["@context"], ...options }), await hash(document)]);
const publicKey = createPublicKey({ key: Buffer.concat([SPKI, bytes(key).subarray(2)]), format: "der", type: "spki" });
let signature = bytes(proofValue);
if (signature.length < 64) signature = Buffer.concat([Buffer.alloc(64 - signature.length), signature]);
console.log(verify(null, signed, publicKey, signature));
