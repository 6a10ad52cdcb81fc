/** Cookies in which the page keeps what a person chose; the server reads them to render in it at once. */
export const localeCookie = "tallystick-locale";
export const themeCookie = "tallystick-theme";
