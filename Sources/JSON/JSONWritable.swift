import CSimdJSON
import DetectionCore

/// What a ``JSONWriter`` can write as one value.
package protocol JSONWritable {
  func write(to writer: inout JSONWriter)
}

extension Double: JSONNumber {
  package func write(_ output: UnsafeMutablePointer<CChar>) -> Int { focald_write_double(self, output) }

  package static func write(
    _ elements: UnsafePointer<Double>, extents: [Int], range: Range<Int>,
    _ output: UnsafeMutablePointer<CChar>
  ) -> Int {
    focald_write_doubles(elements, extents, extents.count, range.lowerBound, range.upperBound, output)
  }
}

extension Float: JSONNumber {
  package func write(_ output: UnsafeMutablePointer<CChar>) -> Int { focald_write_float(self, output) }

  package static func write(
    _ elements: UnsafePointer<Float>, extents: [Int], range: Range<Int>, _ output: UnsafeMutablePointer<CChar>
  ) -> Int {
    focald_write_floats(elements, extents, extents.count, range.lowerBound, range.upperBound, output)
  }
}

extension Int: JSONNumber {
  package var isFinite: Bool { true }

  package func write(_ output: UnsafeMutablePointer<CChar>) -> Int { focald_write_int(Int64(self), output) }

  package static func write(
    _ elements: UnsafePointer<Int>, extents: [Int], range: Range<Int>, _ output: UnsafeMutablePointer<CChar>
  ) -> Int {
    // An Int has 64 bits wherever this program runs.
    let wide = UnsafeRawPointer(elements).assumingMemoryBound(to: Int64.self)
    return focald_write_ints(wide, extents, extents.count, range.lowerBound, range.upperBound, output)
  }
}

extension Bool: JSONWritable {
  package func write(to writer: inout JSONWriter) { writer.write(literal: self ? "true" : "false") }
}

extension String: JSONWritable {
  package func write(to writer: inout JSONWriter) { writer.write(string: self) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    if let self { self.write(to: &writer) } else { writer.null() }
  }
}

extension Array: JSONWritable where Element: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    writer.array { writer in
      for element in self { element.write(to: &writer) }
    }
  }
}
