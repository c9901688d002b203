import CSimdJSON
package import DetectionCore

extension Tensor: JSONWritable where Element: JSONNumber {
  /// Nested arrays after the shape; a scalar is a plain number.
  @specialized(where Element == Double)
  @specialized(where Element == Float)
  @specialized(where Element == Int)
  package func write(to writer: inout JSONWriter) {
    if shape.rank == 0 {
      withElements { writer.write(number: $0[0]) }
    } else if count == 0 {
      writer.write(emptyOf: shape)
    } else if writer.style == .pretty && shape.rank > 1 {
      writer.array { writer in
        for index in 0..<shape[0] { row(index).write(to: &writer) }
      }
    } else if writer.isDivided && count > JSONWriter.block {
      writer.write(blocksOf: self)
    } else {
      writer.write(elementsOf: self)
    }
  }
}

extension JSONWriter {
  /// Room is asked for this many elements at a time.
  private static var chunk: Int { 4096 }

  fileprivate mutating func write(elementsOf tensor: Tensor<some JSONNumber>) {
    beginValue()
    let extents = tensor.shape.extents
    let limit = JSONWriter.room(extents)
    tensor.withElements { elements in
      assert(elements.allSatisfy(\.isFinite), "a number that is not finite has no JSON")
      var start = 0
      while isComplete, start < elements.count {
        let end = Swift.min(start + JSONWriter.chunk, elements.count)
        append(atMost: (end - start) * limit) { JSONWriter.write(elements, extents, start..<end, $0) }
        start = end
      }
    }
  }

  /// Bytes that an element takes at the most.
  static func room(_ extents: [Int]) -> Int { Int(FOCALD_NUMBER_SIZE) + 1 + 2 * extents.count }

  static func write<Element: JSONNumber>(
    _ elements: UnsafeBufferPointer<Element>, _ extents: [Int], _ range: Range<Int>,
    _ output: UnsafeMutablePointer<CChar>
  ) -> Int {
    elements.baseAddress.map { Element.write($0, extents: extents, range: range, output) } ?? 0
  }

  /// (2, 0) is `[[],[]]`. A shape can promise more empty rows than there is memory: then it is just `[]`.
  fileprivate mutating func write(emptyOf shape: Shape) {
    let mostRows = 65_536
    let rows = shape.extents.prefix { $0 > 0 }
    var product = 1
    for extent in rows {
      product = product.multipliedReportingOverflow(by: extent).overflow ? .max : product &* extent
      if product > mostRows { return array { _ in } }
    }
    guard style == .compact else { return write(emptyRows: rows) }
    beginValue()
    Self.text(ofEmptyRows: rows).withUnsafeBytes { append($0) }
  }

  private mutating func write(emptyRows extents: ArraySlice<Int>) {
    array { writer in
      guard let first = extents.first else { return }
      for _ in 0..<first { writer.write(emptyRows: extents.dropFirst()) }
    }
  }

  /// The same at once: a row is made once and repeated, as a few bytes can ask for many rows.
  private static func text(ofEmptyRows extents: ArraySlice<Int>) -> [UInt8] {
    guard let first = extents.first else { return Array("[]".utf8) }
    let row = text(ofEmptyRows: extents.dropFirst()) + [UInt8(ascii: ",")]
    var rows = row
    // By doubling.
    while rows.count < first * row.count { rows += rows.prefix(first * row.count - rows.count) }
    var text = [UInt8(ascii: "[")] + rows
    text[text.count - 1] = UInt8(ascii: "]")
    return text
  }
}
