/// Where a request stands in a trace (https://www.w3.org/TR/trace-context/): it is a span of its own here.
public struct TraceContext: Sendable, Equatable {
  /// The `traceparent` of what this request asks for, and of its answer: `00-`, the trace, `-`, the span, `-`, the flags.
  public let header: String

  /// Of the whole trace: 32 hexadecimal digits.
  public var traceID: String { String(decoding: header.utf8.dropFirst(3).prefix(32), as: UTF8.self) }
  /// Of this request: 16 hexadecimal digits.
  public var spanID: String { String(decoding: header.utf8.dropFirst(36).prefix(16), as: UTF8.self) }
  /// Whether the caller keeps this trace.
  public var isSampled: Bool { header.utf8.last == UInt8(ascii: "1") }

  /// Where clients and servers write it.
  public static let header = "traceparent"

  /// The beginning of a trace of 32 hexadecimal digits.
  public init(traceID: String, span: UInt64) {
    var traceID = traceID
    header = traceID.withUTF8 { TraceContext.text($0, span: span, isSampled: false) }
  }

  /// A span of the trace that a `traceparent` names; nil: it is malformed, and a new trace begins (§3.2).
  public init?(_ header: String, span: UInt64) {
    let bytes = Array(header.utf8)
    // §3.2.2: version, trace, parent, flags. A higher version may add to it.
    guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
      let version = Self.hex(bytes[0..<2]), version != 0xFF,
      bytes.count == 55 || version > 0 && bytes[55] == dash,
      let flags = Self.hex(bytes[53..<55]),
      Self.isID(bytes[3..<35]), Self.isID(bytes[36..<52])
    else { return nil }
    self.header = bytes[3..<35].withUnsafeBufferPointer { Self.text($0, span: span, isSampled: flags & 1 == 1) }
  }

  /// In one piece, as it is made for each request: `trace` has 32 digits, of which no more are taken.
  private static func text(_ trace: UnsafeBufferPointer<UInt8>, span: UInt64, isSampled: Bool) -> String {
    String(unsafeUninitializedCapacity: 55) { text in
      text.initialize(repeating: UInt8(ascii: "0"))
      (text[2], text[35], text[52]) = (dash, dash, dash)
      for place in 0..<min(trace.count, 32) { text[3 + place] = trace[place] }
      writeHex(span, to: text.baseAddress.map { $0 + 36 })
      if isSampled { text[54] = UInt8(ascii: "1") }
      return 55
    }
  }

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

/// Writes the sixteen digits of a value, in lower case.
package func writeHex(_ value: UInt64, to place: UnsafeMutablePointer<UInt8>?) {
  guard let place = place.map(UnsafeMutableRawPointer.init) else { return }
  place.storeBytes(of: hexDigits(value >> 32).bigEndian, as: UInt64.self)
  place.storeBytes(of: hexDigits(value & 0xFFFF_FFFF).bigEndian, toByteOffset: 8, as: UInt64.self)
}

/// The eight digits of 32 bits, the first one in the highest byte.
private func hexDigits(_ value: UInt64) -> UInt64 {
  // Halves, quarters, then a digit a byte.
  var digits = (value & 0xFFFF) | (value & 0xFFFF_0000) << 16
  digits = (digits & 0x0000_00FF_0000_00FF) | (digits & 0x0000_FF00_0000_FF00) << 8
  digits = (digits & 0x000F_000F_000F_000F) | (digits & 0x00F0_00F0_00F0_00F0) << 4
  // Above nine six more carry into the upper half of the byte.
  let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
  return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
}

/// The digit of a value below 16, in lower case.
package func hexDigit(_ value: UInt64) -> UInt8 {
  UInt8(truncatingIfNeeded: value < 10 ? 0x30 + value : 0x57 + value)
}
