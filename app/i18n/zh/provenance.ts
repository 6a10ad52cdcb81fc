export const provenance = {
  title: "来源",
  first: "首次发布",
  handed: "转让",
  now: "现任所有者",
  block: "区块 {n}",
  manifests: "清单",
  verified: "共 {n} 个版本在案；版本 {version} 的清单已在此核实",
  unverified: "目前无法取得并核实",
  keepers: "密钥保管者（{n} 个中需 {threshold} 个）",
  publisherKeeps: "发布者与所有者",
  same: "为同一账户",
  differs: "为不同账户；发布者仍留有密钥副本",
} as const;
