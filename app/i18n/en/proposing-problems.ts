/** What can be wrong with what somebody fills in for a proposal. */
export const proposingProblems = {
  AbiInvalid: "This can't be used as an ABI: {reason}. Paste the contract's ABI, or the function's signature.",
  ArgumentInvalid: "The value of {argument} ({type}) is wrong: {reason}.",
  FieldInvalid: "The field {field} is wrong: {reason}.",
  ParameterOutOfBounds: "{value} is outside the bounds of this parameter, which go from {min} to {max}.",
} as const;
