import Glibc

/// Whose connection it is: an IPv4 address, or the first half of an IPv6 one, as a household or a machine has all that
/// begins so; nil where there is none (a Unix socket).
struct ClientAddress: Hashable, Sendable {
  private let bits: UInt64

  /// The address in a socket's name.
  init?(_ name: UnsafePointer<sockaddr>?) {
    guard let name else { return nil }
    let raw = UnsafeRawPointer(name)
    switch Int32(name.pointee.sa_family) {
    case AF_INET:
      self.init(bits: Self.bits(v4: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    case AF_INET6:
      let high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      let low = raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
      // RFC 4291 §2.5.5.2 — ::ffff:a.b.c.d is an IPv4 address.
      let isMapped = high == 0 && UInt32(truncatingIfNeeded: low) == UInt32(0xFFFF).bigEndian
      self.init(bits: isMapped ? Self.bits(v4: UInt32(low >> 32)) : high)
    default: return nil
    }
  }

  private init(bits: UInt64) { self.bits = bits }

  private static func bits(v4 address: UInt32) -> UInt64 { UInt64(address) << 32 | 0xFFFF }
}
