import Foundation
import HTTPMessages
import JSON
import Network
import Operations
import TestSupport

@testable import Service

/// The shipped network, its pictures, and what torchvision finds in them.
enum ShapesNetwork {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("Tests/Fixtures/networks")
  static let thread = NetworkThread(processors: 1)

  /// A service that has the network.
  static func service() throws -> Service { try service([("shapes", "Examples/networks/shapes.safetensors")]) }

  /// A service that has networks, by name and file.
  static func service(_ files: [(name: String, path: String)]) throws -> Service {
    var (configuration, networks) = (ServiceConfiguration(), [String: Network]())
    for (name, path) in files {
      networks[name] = try Network(path: root.appendingPathComponent(path).path, on: thread)
    }
    configuration.networks = NetworkStore(networks)
    return Service(configuration: configuration)
  }

  /// Boxes, scores and labels by torchvision, of which picture, and its size.
  static func expected(_ number: Int) throws -> JSONValue {
    try JSONReader.read(ByteBuffer(Data(contentsOf: folder.appendingPathComponent("expected-00\(number).json"))))
  }

  /// A picture of other tests.
  static func file(_ name: String) throws -> Data {
    try Data(contentsOf: root.appendingPathComponent("Tests/PicturesTests/Fixtures").appendingPathComponent(name))
  }

  static func picture(_ number: Int) throws -> Data {
    let name = try expected(number)["file"]?.text ?? ""
    return try Data(contentsOf: folder.appendingPathComponent(name))
  }
}

extension Service {
  func send(_ path: String, _ body: Data, query: [(name: String, value: String)] = [], headers: HTTPHeaders = [:])
    -> Reply
  {
    let head = HTTPRequestHead(method: .post, path: path, query: query, headers: headers, id: "test")
    return Reply(respond(to: HTTPRequest(head: head, body: ByteBuffer(body))))
  }
}
