import CSimdJSON
import DetectionCore
import Synchronization

/// How far a JSON text goes, without reading it.
package enum JSONExtent {
  /// Numbers in a text at the most, but for one: its commas.
  package static func commas(in bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count >= 2 * block else { return ownCommas(in: bytes) }
    nonisolated(unsafe) let bytes = bytes
    let sum = Atomic(0)
    Parallel.forEach((bytes.count - 1) / block + 1) { index in
      let range = index * block..<min((index + 1) * block, bytes.count)
      sum.add(ownCommas(in: UnsafeRawBufferPointer(rebasing: bytes[range])), ordering: .relaxed)
    }
    return sum.load(ordering: .relaxed)
  }

  /// Counted by one processor: some hundred microseconds.
  private static let block = 1 << 20

  private static func ownCommas(in bytes: UnsafeRawBufferPointer) -> Int {
    bytes.withMemoryRebound(to: CChar.self) { focald_count_commas($0.baseAddress, $0.count) }
  }

  /// Bytes up to the end of the object that a text begins with; `nil` if it begins with none, the object does not end, or
  /// nothing but white space follows.
  package static func ofObject(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for (index, byte) in bytes.enumerated() {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth -= 1
      case _ where isSpace(byte): continue
      default: break
      }
      guard depth == 0 else { continue }
      return byte == UInt8(ascii: "}") && !bytes[(index + 1)...].allSatisfy(isSpace) ? index + 1 : nil
    }
    return nil
  }

  // RFC 8259 §2 — space, tab, line feed, carriage return.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
