export const proposingProblems = {
  AbiInvalid: "无法用作 ABI：{reason}。请粘贴合约的 ABI 或函数签名。",
  ArgumentInvalid: "{argument}（{type}）的值有误：{reason}。",
  FieldInvalid: "字段 {field} 有误：{reason}。",
  ParameterOutOfBounds: "{value} 超出该参数的范围（{min} 至 {max}）。",
} as const;
