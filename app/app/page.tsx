import { version } from "@tallystick/sdk";

export default function Home() {
  return <main>Tallystick {version}</main>;
}
