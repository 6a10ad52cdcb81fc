/** The file of an account whose wallet can't make secrets of swaps again. */
export const swapFiles = {
  title: "This swap needs a file",
  why: "A swap opens with a secret. Most wallets can make it again by signing, on any device. Yours can't: it signs differently each time, or it is a contract. So the secret is made here, and you keep it in a file. Without the file, what you lock comes back to you only when time is up, and what is locked for you can't be claimed.",
  save: "1. Save the file",
  saveHint: "Keep it where you will find it again, and where nobody else looks.",
  saveNow: "Save the file",
  saveAgain: "Save it again",
  show: "2. Show that you have it",
  choose: "Choose the file that you have just saved",
  words: "Or open it, and type the two words after “check”",
  confirm: "Confirm",
  keepSecret:
    "Show the file to nobody. Whoever you swap with could take what you lock, if he had it before his own part is locked. It is sent to nobody, this site included.",
  kept: "The file is saved and checked. Nothing is locked yet: now sign and lock.",
  fromFile:
    "The secret of this swap comes from your file, which this browser keeps too. On another device you will need the file.",
  saveOnce: "Save the file once more",
  give: "The secret of this swap is in the file that you saved before it began. Choose it to go on.",
  giveFile: "Your file of swap secrets",
  giveHint: "Its name begins with “tallystick-swaps”. It is read here and sent to nobody.",
  fileInstead: "I have a file for it",
  signInstead: "Sign instead",
  contractBoth:
    "Your account is a contract. What you get is paid to the same address on {other}: make sure that the contract there is yours too.",
  contractHalf:
    "Your account is a contract on {chain}, and there is none at its address on {other}. What you get would be paid to an address there that you may never be able to use. Use another account.",
} as const;
