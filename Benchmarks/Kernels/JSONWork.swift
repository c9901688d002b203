import CSimdJSON
import DetectionCore
import Dispatch
import Foundation

private let jsonSizes = [1000, 10_000, 100_000, 1_000_000]

/// The text of a JSON array of numbers to a tensor, as focald reads it.
let json = Kind(name: "json", sizes: jsonSizes) { count in
  let text = PaddedText(jsonArray(count))
  return Workload(inputs: [NamedArray("text", text.bytes)]) {
    var tape = focald_json_read(text.start, text.count, reading)
    guard tape.status == focald_json_ok, let numbers = tape.numbers else { throw NotAnArray() }
    let owner = Freed(numbers)
    tape.numbers = nil
    focald_json_free(&tape)
    let tensor = Tensor<Double>(shape: Shape(vector: count), borrowing: numbers, owner: owner)
    return { [NamedArray("numbers", tensor)] }
  }
}

private let reading = focald_json_reading(array_size: 16 << 10, block_size: 128 << 10) { count, context, work in
  nonisolated(unsafe) let context = context
  DispatchQueue.concurrentPerform(iterations: count) { work?(context, $0) }
}

/// The same text by Foundation's JSONDecoder.
let foundationJSON = Kind(name: "foundation-json", sizes: jsonSizes) { count in
  let text = Data(jsonArray(count))
  return Workload(inputs: []) {
    let numbers = try JSONDecoder().decode([Double].self, from: text)
    return { [NamedArray("numbers", numbers)] }
  }
}

private struct NotAnArray: Error {}

/// Shortest texts of numbers as float32 logits are.
private func jsonArray(_ count: Int) -> [UInt8] {
  var random = Random(seed: 6)
  var text = Array("[".utf8)
  for i in 0..<count {
    if i > 0 { text.append(UInt8(ascii: ",")) }
    text.append(contentsOf: random.normal(mean: -2, deviation: 3).description.utf8)
  }
  text.append(UInt8(ascii: "]"))
  return text
}

/// Text with the 64 readable bytes after it that simdjson wants.
private final class PaddedText {
  let start: UnsafeMutablePointer<CChar>
  let count: Int

  init(_ text: [UInt8]) {
    count = text.count
    start = .allocate(capacity: count + 64)
    start.initialize(repeating: 0, count: count + 64)
    for (i, byte) in text.enumerated() { start[i] = CChar(bitPattern: byte) }
  }

  var bytes: [UInt8] { (0..<count).map { UInt8(bitPattern: start[$0]) } }

  deinit { start.deallocate() }
}

/// Memory from malloc.
private final class Freed {
  private let start: UnsafeMutableRawPointer
  init(_ start: UnsafeMutableRawPointer) { self.start = start }
  deinit { free(start) }
}
