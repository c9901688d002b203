import HTTPMessages
import JSON
import Operations

/// A body of JSON.
enum JSONBody {
  /// What the text says. Of the two, the numbers alone are kept, so that a request never holds text, numbers and answer.
  static func value(_ body: ByteBuffer) throws(Problem) -> JSONValue {
    do {
      let value = try JSONReader.read(body)
      body.discard()
      return value
    } catch {
      throw Problem(error, in: body)
    }
  }
}
