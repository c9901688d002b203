import DetectionCore
import HTTPMessages

extension JSONWriter {
  /// A larger tensor is written in blocks of this many elements, each into a buffer of its own. Such a buffer is large
  /// enough for its memory to be the system's again as soon as it is freed.
  static var block: Int { 65_536 }

  /// Writes a large tensor's blocks on all processors.
  mutating func write<Element>(blocksOf tensor: Tensor<Element>) where Element: JSONNumber {
    beginValue()
    let blocks = (0..<(tensor.count - 1) / Self.block + 1).map { _ in ByteBuffer() }
    Parallel.forEach(blocks.count) { index in
      let start = index * Self.block
      Self.write(tensor, start..<Swift.min(start + Self.block, tensor.count), into: blocks[index])
    }
    // A block has text, if there was memory for it.
    if blocks.contains(where: { $0.count == 0 }) { fail() }
    append(pieces: blocks)
  }

  private static func write<Element: JSONNumber>(
    _ tensor: Tensor<Element>, _ range: Range<Int>, into buffer: ByteBuffer
  ) {
    let extents = tensor.shape.extents
    tensor.withElements { elements in
      assert(elements[range].allSatisfy(\.isFinite), "a number that is not finite has no JSON")
      buffer.append(atMost: range.count * room(extents)) { output in
        output.assumingMemoryBound(to: CChar.self).baseAddress.map { write(elements, extents, range, $0) } ?? 0
      }
    }
    buffer.trim()
  }
}
