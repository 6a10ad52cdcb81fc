import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, type Hex, recoverTypedDataAddress, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Fetch } from "../../src/gateway/http.ts";
import { signPayment } from "../../src/gateway/payment.ts";
import { signTabQuery, tabStanding } from "../../src/gateway/tabStanding.ts";
import { putTariff, signTariff, tariffsOf } from "../../src/gateway/tariffs.ts";
import { type KeyRequest, type Tariff, tabQueryTypedData, tariffTypedData } from "../../src/gateway/typedData.ts";
import {
  decodeKeyRequest,
  decodePayment,
  decodeTabQuery,
  decodeTariff,
  encodeKeyRequest,
  encodeTabQuery,
  encodeTariff,
  TAB_HEADER,
} from "../../src/gateway/wire.ts";
import { tabId, voucherTypedData } from "../../src/market/voucher.ts";
import { codeOf } from "../support/errors.ts";

const MARKET: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const TABS: Address = "0x0DCd1Bf9A1b36cE34237eEaFef220932846BCD82";
const owner = privateKeyToAccount(`0x${"8".repeat(64)}`);
const reader = privateKeyToAccount(`0x${"9".repeat(64)}`);
const signature = `0x${"ab".repeat(65)}` as Hex;

const tariff: Tariff = {
  dataset: 2n ** 255n,
  fromVersion: 1,
  laterVersions: true,
  segments: 0b11,
  token: MARKET,
  price: 2n ** 95n,
  provider: owner.address,
  serial: 7,
  validUntil: 1_900_000_000n,
};
const tab = { reader: reader.address, provider: owner.address, token: MARKET, salt: zeroHash };
const request: KeyRequest = {
  dataset: 5n,
  version: 1,
  segments: 1,
  purpose: 0,
  reader: reader.address,
  readerKey: zeroHash,
  keeper: MARKET,
  nonce: zeroHash,
  expiry: 1_800_000_000n,
};

describe("payment by use", () => {
  it("SDK-29 carries payments, tariffs and questions after tabs unchanged", async () => {
    const payment = await signPayment(31337, TABS, { tab, owed: 2n ** 96n - 1n }, (data) => reader.signTypedData(data));
    const body: unknown = JSON.parse(encodeKeyRequest({ value: request, signature }, payment));
    assert.deepEqual(decodePayment(body), payment);
    assert.deepEqual(decodeKeyRequest(body), { value: request, signature });
    const voucher = voucherTypedData(31337, TABS, { tab: tabId(31337, TABS, tab), owed: payment.owed });
    assert.equal(await recoverTypedDataAddress({ ...voucher, signature: payment.voucherSignature }), reader.address);
    assert.equal(decodePayment(JSON.parse(encodeKeyRequest({ value: request, signature }))), undefined);

    const signed = await signTariff(31337, MARKET, tariff, (data) => owner.signTypedData(data));
    assert.deepEqual(decodeTariff(JSON.parse(JSON.stringify(encodeTariff(signed)))), signed);
    assert.equal(
      await recoverTypedDataAddress({ ...tariffTypedData(31337, MARKET, tariff), signature: signed.signature }),
      owner.address,
    );
    const query = await signTabQuery(31337, MARKET, reader.address, MARKET, (data) => reader.signTypedData(data));
    assert.deepEqual(decodeTabQuery(encodeTabQuery(query)), query);
    assert.equal(
      await recoverTypedDataAddress({ ...tabQueryTypedData(31337, MARKET, query.value), signature: query.signature }),
      reader.address,
    );
  });

  it("SDK-29 refuses a wrong field by name", () => {
    const payment = { tab, owed: "5", access: zeroHash, voucherSignature: signature };
    const wrongPayments: readonly [string, unknown][] = [
      ["owed", 5],
      ["owed", "-1"],
      ["owed", "05"],
      ["owed", "1e3"],
      ["owed", (2n ** 96n).toString()],
      ["owed", "9".repeat(100)],
      ["access", "0x12"],
      ["voucherSignature", "0x"],
      ["tab", null],
    ];
    for (const [field, value] of wrongPayments) {
      assert.throws(
        () => decodePayment({ payment: { ...payment, [field]: value } }),
        (error: { code: string; details: { field: string } }) => {
          assert.deepEqual([error.code, error.details.field], ["BadKeyRequest", `payment.${field}`]);
          return true;
        },
      );
    }
    const wire = encodeTariff({ value: tariff, signature });
    const wrongTariffs: readonly [string, unknown][] = [
      ["dataset", "0x1"],
      ["fromVersion", 0],
      ["laterVersions", "yes"],
      ["segments", -1],
      ["price", "0"],
      ["price", 3],
      ["serial", 2 ** 32],
      ["validUntil", "x"],
    ];
    for (const [field, value] of wrongTariffs) {
      assert.throws(
        () => decodeTariff({ ...wire, tariff: { ...wire.tariff, [field]: value } }),
        (error: { code: string; details: { field: string } }) => {
          assert.deepEqual([error.code, error.details.field], ["BadTariff", field]);
          return true;
        },
      );
    }
    for (const bad of ["", "%%%", "e30", "W10"]) {
      assert.throws(() => decodeTabQuery(bad), { code: "BadTabQuery" });
    }
  });

  it("SDK-29 puts a tariff, and takes none of another data set for an answer", async () => {
    const signed = { value: tariff, signature };
    const sent: { url: string; init: RequestInit | undefined }[] = [];
    const fetch: Fetch = async (url, init) => {
      sent.push({ url, init });
      return new Response(JSON.stringify({ tariffs: [encodeTariff(signed)] }));
    };
    await putTariff("http://a", signed, { fetch });
    assert.equal(sent[0]?.url, "http://a/v1/tariffs");
    assert.equal(sent[0]?.init?.method, "PUT");
    assert.deepEqual(decodeTariff(JSON.parse(String(sent[0]?.init?.body))), signed);
    assert.deepEqual(await tariffsOf(["http://a"], tariff.dataset, { fetch }), [signed]);
    assert.equal(await codeOf(tariffsOf(["http://a"], 1n, { fetch })), "BadTariff");
    assert.equal(await codeOf(tariffsOf([], 1n, { fetch })), "GatewayUnreachable");
    const refusing: Fetch = async () => new Response('{"code":"not-owner","message":"No."}', { status: 403 });
    assert.equal(await codeOf(putTariff("http://a", signed, { fetch: refusing })), "GatewayRefused");
  });

  it("SDK-29 reads how a tab stands, with what is owed only where it is told", async () => {
    const id = tabId(31337, TABS, tab);
    const query = await signTabQuery(31337, MARKET, reader.address, MARKET, (data) => reader.signTypedData(data));
    const fetch: Fetch = async (_, init) => {
      const asked = new Headers(init?.headers).get(TAB_HEADER);
      return new Response(JSON.stringify({ id, claimed: "3", available: "9", ...(asked ? { owed: "7" } : {}) }));
    };
    assert.deepEqual(await tabStanding("http://a", id, query, { fetch }), { id, claimed: 3n, available: 9n, owed: 7n });
    assert.equal((await tabStanding("http://a", id, undefined, { fetch })).owed, undefined);
    const odd: Fetch = async () => new Response(JSON.stringify({ id, claimed: 3, available: "9" }));
    assert.equal(await codeOf(tabStanding("http://a", id, query, { fetch: odd })), "GatewayRefused");
  });
});
