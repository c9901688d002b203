package import HTTPMessages
import JSON
package import Network
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

  /// The detections of a picture's file.
  package func detect(_ file: ByteBuffer, named path: String) throws(LocalFailure) -> LocalDetections {
    do throws(Problem) {
      let answer = try NetworkCall(network, .detect, [(.file(ByteSlice(file)), "")], fields, Limits()).answer()
      return LocalDetections(file: file, answer: answer, line: try Self.line(answer, path))
    } catch {
      throw LocalFailure(error)
    }
  }

  private static func line(_ answer: Answer, _ path: String) throws(Problem) -> ByteBuffer {
    let line = ByteBuffer()
    var writer = JSONWriter(into: line)
    writer.object { writer in
      writer.member("file", path)
      for field in answer.fields { writer.member(field.name, field.value) }
    }
    guard writer.isComplete, line.append("\n") else { throw Problem.noMemory(for: "the answer") }
    return line
  }
}

/// What a network has found in a picture's file.
package struct LocalDetections {
  private let file: ByteBuffer
  private let answer: Answer
  /// The file's name and the answer, a line of JSON.
  package let line: ByteBuffer

  fileprivate init(file: ByteBuffer, answer: Answer, line: ByteBuffer) {
    (self.file, self.answer, self.line) = (file, answer, line)
  }

  /// The picture with its boxes, SVG.
  package func drawing() throws(LocalFailure) -> ByteBuffer {
    do throws(Problem) {
      return ByteBuffer(try Figure.detections(of: answer, picture: file.bytes, limits: Limits()))
    } catch {
      throw LocalFailure(error)
    }
  }
}
