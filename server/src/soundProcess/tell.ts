/**
 * Resolves when it is sent; who is not there any more hears nothing.
 *
 * @param send  also one that throws at once, as on a connection that was disposed of
 */
export async function tell(send: () => Promise<void>): Promise<void> {
  try {
    await send();
  } catch {
    // The end of the other side is seen elsewhere.
  }
}
