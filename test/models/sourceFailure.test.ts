import { expect, test } from 'vitest';
import { SourceFailure, toPullError } from '../../server/src/models/sourceFailure.ts';

function unreachable(code: string): SourceFailure {
  const cause = Object.assign(new Error('It fails.'), { code });
  return new SourceFailure('network', `a.example cannot be reached (${code}).`, cause);
}

const certificates = /^Your network signs connections itself: set NODE_EXTRA_CA_CERTS/u;
const connection = /^Check the connection/u;

test.each([
  { codes: ['SELF_SIGNED_CERT_IN_CHAIN'], hint: certificates, data: { certificate: true } },
  { codes: ['DEPTH_ZERO_SELF_SIGNED_CERT'], hint: certificates, data: { certificate: true } },
  { codes: ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY'], hint: certificates, data: { certificate: true } },
  {
    codes: ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ENOTFOUND'],
    hint: certificates,
    data: { certificate: true },
  },
  // Its clock, or the source's: no certificate of the network helps.
  { codes: ['CERT_HAS_EXPIRED'], hint: connection, data: {} },
  { codes: ['ECONNREFUSED'], hint: connection, data: {} },
])('sources that fail with $codes', ({ codes, hint, data }) => {
  const error = toPullError('toy', 'model.onnx', codes.map(unreachable));
  expect(error).toMatchObject({ code: 'networkUnreachable', hint: expect.stringMatching(hint) as string });
  expect(error.data).toEqual(data);
});
