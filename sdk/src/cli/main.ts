#!/usr/bin/env node
import { version } from "../version.ts";

console.log(`tallystick ${version}`);
