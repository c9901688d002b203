public import HTTPMessages

/// An address, or all that begin with the same bits: `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`.
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
  private let start: IPAddress
  private let bits: Int

  /// Of a text; nil: it is no such, or has bits behind those that count.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let address = IPAddress(first) else { return nil }
    let most = address.isV4 ? 32 : 128
    guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits),
      address.prefix(bits) == address
    else { return nil }
    start = address
    self.bits = bits
  }

  /// `10.0.0.0/8`.
  public var description: String { "\(start)/\(bits)" }

  /// Whether an address is in it.
  public func contains(_ address: IPAddress) -> Bool {
    address.isV4 == start.isV4 && address.prefix(bits) == start
  }
}
