import CSimdJSON
import HTTPMessages
import JSON

/// The fast reader against itself in blocks, and against the slow reader that words its errors.
enum JSONFuzzing {
  static func run(_ bytes: UnsafeRawBufferPointer) {
    let body = ByteBuffer(bytes)
    var whole = read(body, arraySize: .max, blockSize: .max)
    var blocks = read(body, arraySize: 8, blockSize: 16)
    defer {
      focald_json_free(&whole)
      focald_json_free(&blocks)
    }
    precondition(whole.status == blocks.status, "blocks change what is refused")
    let isRefused = whole.status != focald_json_ok
    if whole.status != focald_json_too_many_values {
      precondition((JSONDiagnosis.firstError(in: body) != nil) == isRefused, "the readers disagree")
    }
    guard let value = try? JSONReader.read(body) else { return precondition(isRefused) }
    precondition(!isRefused)
    // What was read is written, and read again, as the same.
    let text = value.text()
    precondition((try? JSONReader.read(ByteBuffer(text))) == value, "what is written reads differently")
  }

  private static func read(_ body: ByteBuffer, arraySize: Int, blockSize: Int) -> focald_json_tape {
    focald_json_read(
      body.baseAddress.assumingMemoryBound(to: CChar.self), body.count,
      focald_json_reading(array_size: arraySize, block_size: blockSize, perform: nil))
  }
}
