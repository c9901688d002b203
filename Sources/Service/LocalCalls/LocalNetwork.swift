import HTTPMessages
import JSON
import Network
import Operations

/// A network asked within this process.
package struct LocalNetwork {
  private let network: NamedNetwork
  private let fields: [NetworkCall.Field]

  /// A network, and parameters as texts, as in a query.
  package init(_ network: Network, _ parameters: [(name: String, value: String)]) {
    self.network = NamedNetwork(name: "local", network: network, statistics: NetworkStatistics())
    let declaration = NetworkVerb.detect.operation?.declaration
    fields = parameters.map { name, text in
      NetworkCall.Field(name, declaration?.parameter(name)?.type.value(of: text) ?? .string(text))
    }
  }

  /// The detections of a picture's file, as a line of JSON.
  package func detect(_ file: ByteBuffer, named path: String) throws(LocalFailure) -> ByteBuffer {
    do throws(Problem) {
      let answer = try NetworkCall(network, .detect, [(.file(ByteSlice(file)), "")], fields, Limits()).answer()
      let line = ByteBuffer()
      var writer = JSONWriter(into: line)
      writer.object { writer in
        writer.member("file", path)
        for field in answer.fields { writer.member(field.name, field.value) }
      }
      guard writer.isComplete, line.append("\n") else { throw Problem.noMemory(for: "the answer") }
      return line
    } catch {
      throw LocalFailure(faults: error.issues.map { LocalFailure.Fault(pointer: $0.pointer, detail: $0.detail) })
    }
  }
}
