import type { PersonaId } from "@tallystick/sdk/local/personas";

/** What each persona of the local chains is for; in English the SDK says it. Loaded where there are personas only. */
export const aboutPersonas: Readonly<Record<PersonaId, string>> = {
  deployer: "部署了合约，并向时间锁提出提案。",
  keeper: "网关的密钥：向有权限的读者释放密钥份额。",
  relayer: "代他人发送其已签名的内容，并支付 gas。",
  registrar: "大学的登记人：认证谁是研究人员，在此也认证银行与承运人。",
  climatologist: "为 Meridian Climate 发布天气与气候数据。",
  cartographer: "为 Atlas Works 发布地图与交通数据。",
  analyst: "为自己的模型购买数据，用得上的便续订。",
  trader: "为自己购买，也买来赠予他人。",
  researcher: "研究人员，持有可购买受限报价的凭证。",
  newcomer: "有钱，但还没有任何权限：局外人。",
  keeper2: "与第一位保管人一同保管份额：npm start -- --keepers 3。",
  keeper3: "第三位保管人：任意两位即可还原密钥。",
  enterprise: "核心企业 Nordlys Motors 的财务负责人：对欠供应商的货款确权并付款。",
  supplier: "为 Nordlys Motors 生产车桥，并用其所欠的账款支付自己的供应商。",
  workshop: "为 Chen Jing 加工零件的小作坊，位于核心企业之下第二级。",
  financier: "来自银行：在到期前买入应收账款，并限定债务人可确权的额度。",
  carrier: "运输货物，并证明货物已收到。",
  auditor: "审查账目：欠了多少，背后有何依据。",
  maker: "它的代理应答在两条链之间互换的人。",
};
