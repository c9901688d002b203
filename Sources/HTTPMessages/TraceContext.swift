/// Where a request stands in a trace (https://www.w3.org/TR/trace-context/): it is a span of its own here.
public struct TraceContext: Sendable, Equatable {
  /// Of the whole trace: 32 hexadecimal digits.
  public let traceID: String
  /// Of this request: 16 hexadecimal digits.
  public let spanID: String
  /// Whether the caller keeps this trace.
  public let isSampled: Bool

  /// Where clients and servers write it.
  public static let header = "traceparent"

  /// The beginning of a trace.
  public init(traceID: String, spanID: String) {
    self.traceID = traceID
    self.spanID = spanID
    isSampled = false
  }

  /// A span of the trace that a `traceparent` names; nil: it is malformed, and a new trace begins (§3.2).
  public init?(_ header: String, spanID: String) {
    let bytes = Array(header.utf8)
    // §3.2.2: version, trace, parent, flags. A higher version may add to it.
    guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
      let version = Self.hex(bytes[0..<2]), version != 0xFF,
      bytes.count == 55 || version > 0 && bytes[55] == dash,
      let flags = Self.hex(bytes[53..<55]),
      Self.isID(bytes[3..<35]), Self.isID(bytes[36..<52])
    else { return nil }
    traceID = String(decoding: bytes[3..<35], as: UTF8.self)
    self.spanID = spanID
    isSampled = flags & 1 == 1
  }

  /// The `traceparent` of what this request asks for, and of its answer.
  public var header: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }

  /// Lower-case digits, not all of them 0.
  private static func isID(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { digit($0) != nil } && bytes.contains { $0 != UInt8(ascii: "0") }
  }

  private static func hex(_ bytes: ArraySlice<UInt8>) -> Int? {
    bytes.reduce(0) { sum, byte in sum.flatMap { sum in digit(byte).map { sum * 16 + $0 } } }
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
    default: nil
    }
  }
}

private let dash = UInt8(ascii: "-")
