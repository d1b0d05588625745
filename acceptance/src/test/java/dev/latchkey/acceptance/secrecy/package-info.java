/** Secrets, hashes and keys do not come out where nobody asked for them: by serializers, by print, by comparison. */
package dev.latchkey.acceptance.secrecy;
