/// Bytes of a file, read by their place; `nil` where there are none.
struct FileBytes {
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var count: Int { bytes.count }

  /// The bytes of a range, as far as there are any.
  subscript(range: Range<Int>) -> FileBytes {
    FileBytes(UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<count)]))
  }

  func byte(_ place: Int) -> Int? { bytes.indices.contains(place) ? Int(bytes[place]) : nil }

  /// A number of up to four bytes, its highest first.
  func big(_ place: Int, bytes length: Int) -> Int? {
    guard place >= 0, place <= count - length else { return nil }
    return (0..<length).reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
  }

  /// A number of up to four bytes, its lowest first.
  func little(_ place: Int, bytes length: Int) -> Int? {
    guard place >= 0, place <= count - length else { return nil }
    return (0..<length).reversed().reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
  }

  func hasBytes(_ wanted: [UInt8], at place: Int) -> Bool {
    place >= 0 && place <= count - wanted.count && wanted.indices.allSatisfy { bytes[place + $0] == wanted[$0] }
  }

  func hasText(_ wanted: StaticString, at place: Int) -> Bool {
    guard place >= 0, place <= count - wanted.utf8CodeUnitCount else { return false }
    return (0..<wanted.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == wanted.utf8Start[$0] }
  }
}
