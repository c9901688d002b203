import CSimdJSON
import DetectionCore

/// An element of a tensor that has a JSON number.
package protocol JSONNumber: BitwiseCopyable, Sendable, JSONWritable {
  /// A number that is not finite has no JSON.
  var isFinite: Bool { get }

  /// Writes one number, shortest form, into at least `FOCALD_NUMBER_SIZE` bytes. Returns how many it took.
  func write(_ output: UnsafeMutablePointer<CChar>) -> Int

  /// Writes the elements of the range with the brackets and commas of the shape. Returns the number of bytes.
  static func write(
    _ elements: UnsafePointer<Self>, extents: [Int], range: Range<Int>, _ output: UnsafeMutablePointer<CChar>
  ) -> Int
}

extension JSONNumber {
  package func write(to writer: inout JSONWriter) { writer.write(number: self) }
}
