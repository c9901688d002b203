#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// An IPv4 or IPv6 address. IPv4 is kept as ::ffff:a.b.c.d (RFC 4291 §2.5.5.2), so that both spellings are one address.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// The 128 bits, most significant first.
  let high, low: UInt64

  private static let mapped: UInt64 = 0xFFFF << 32

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address of its 32 bits.
  init(v4 bits: UInt32) { self.init(high: 0, low: Self.mapped | UInt64(bits)) }

  /// `192.0.2.1`, `2001:db8::1`; nil: neither.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    var v4 = in_addr()
    if inet_pton(AF_INET, text, &v4) == 1 {
      self.init(v4: UInt32(bigEndian: v4.s_addr))
      return
    }
    var v6 = in6_addr()
    guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
    self = withUnsafeBytes(of: &v6) { IPAddress(bytes: $0) }
  }

  /// The address in a socket's name; nil where there is none (a Unix socket).
  public init?(_ name: UnsafePointer<sockaddr>?) {
    guard let name else { return nil }
    let raw = UnsafeRawPointer(name)
    switch Int32(name.pointee.sa_family) {
    // Behind family and port; IPv6's behind the flow label, too.
    case AF_INET: self.init(v4: UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    case AF_INET6: self.init(bytes: UnsafeRawBufferPointer(start: raw + 8, count: 16))
    default: return nil
    }
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// Whether it is IPv4's.
  public var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Who is behind it: an IPv4 address is one client; of IPv6 a household or a machine has all that begins with the same
  /// 64 bits.
  public var household: IPAddress { isV4 ? self : IPAddress(high: high, low: 0) }

  /// The address with all bits from the `count`th on cleared; of IPv4 the 32 bits are meant.
  public func prefix(_ count: Int) -> IPAddress {
    let bits = min(max(isV4 ? count + 96 : count, 0), 128)
    let kept = (high: Self.mask(min(bits, 64)), low: Self.mask(max(bits - 64, 0)))
    return IPAddress(high: high & kept.high, low: low & kept.low)
  }

  private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : ~0 << UInt64(64 - bits) }

  /// As RFC 5952 writes it.
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    if isV4 {
      var address = in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian)
      inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
    } else {
      var address = (high.bigEndian, low.bigEndian)
      inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
    }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
