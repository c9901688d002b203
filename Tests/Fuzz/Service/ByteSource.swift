/// Choices, made from libFuzzer's bytes. When they are used up every choice is the first.
struct ByteSource {
  private var bytes: Slice<UnsafeRawBufferPointer>

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes[...] }

  var isEmpty: Bool { bytes.isEmpty }

  mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// A number from 0, below a count of at least 1 and at most 65,536.
  mutating func number(below count: Int) -> Int {
    guard count > 256 else { return Int(byte()) % max(count, 1) }
    return (Int(byte()) << 8 | Int(byte())) % count
  }

  mutating func element<Element>(of elements: [Element]) -> Element { elements[number(below: elements.count)] }
}
