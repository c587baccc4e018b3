// Encrypts values with the key of the sitting, by the library in vendor/noble-ciphers: plain http has no crypto.subtle.

import { xchacha20poly1305 } from "../vendor/noble-ciphers/chacha.js";

const NONCE = 24; // long enough to be drawn at random for every message
const CHUNK = 8192;

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode.apply(null, bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

export class Box {
  constructor(key) {
    this.key = fromBase64(key);
  }

  // `about` is not encrypted, but the box opens only together with it.
  seal(value, about) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const sealed = this.cipher(nonce, about).encrypt(plain);
    const box = new Uint8Array(NONCE + sealed.length);
    box.set(nonce);
    box.set(sealed, NONCE);
    return box;
  }

  // Throws for a box that was not sealed with this key and `about`.
  open(box, about) {
    const plain = this.cipher(box.slice(0, NONCE), about).decrypt(box.slice(NONCE));
    return JSON.parse(new TextDecoder().decode(plain));
  }

  cipher(nonce, about) {
    return xchacha20poly1305(this.key, nonce, new TextEncoder().encode(about));
  }

  wipe() {
    this.key.fill(0);
  }
}
