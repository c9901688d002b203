import DetectionCore
package import HTTPMessages
import JSON
package import Operations

/// An operation asked within this process: its records are texts in memory, its parameters are texts as in a query.
package struct LocalCall {
  private let operation: Operation
  private var decoder: RequestDecoder

  /// A call of an operation.
  package init(_ operation: Operation) {
    self.operation = operation
    decoder = RequestDecoder(declaration: operation.declaration, limits: Limits())
  }

  /// The names of the parameters.
  package var parameters: [String] { operation.declaration.parameters.map(\.name) }

  /// Sets a parameter: `0.5`, `true`, `pycocotools`, `0.5,0.75`, or JSON.
  package mutating func set(_ name: String, _ text: String) {
    let value = operation.declaration.parameter(name)?.type.value(of: text) ?? .string(text)
    decoder.decode(name, value, at: "/" + JSONPointer.escape(name))
  }

  /// Sets an input that is read straight into columns.
  package mutating func set(_ name: String, _ records: ByteBuffer) {
    decoder.take(name, RecordsText(ByteSlice(records).trimmed, at: "/" + JSONPointer.escape(name)))
  }

  /// The answer as JSON text.
  package consuming func answer() throws(LocalFailure) -> [ByteBuffer] {
    do throws(Problem) {
      let response = HTTPResponse.json(writing: try operation.answer(decoder.finish()))
      return response.pieces
    } catch {
      throw LocalFailure(error)
    }
  }
}
