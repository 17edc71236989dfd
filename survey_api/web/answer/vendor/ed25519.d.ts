export { getPublicKeyAsync, signAsync, verifyAsync } from "@noble/ed25519";
