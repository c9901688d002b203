import HTTPMessages
import HTTPServer
import JSON
import RawClient
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// The same requests without a socket and against a server: the answers are the same, to the last byte.
@Suite struct LiveServerTests {
  @Test func vectors_AreAnsweredAlike() throws {
    try compare(
      VectorFiles.names.flatMap { file -> [(String, String)] in
        let contents = try readJSON(Package.text("\(VectorFiles.folder)/\(file)"))
        let declaration = try #require(contents["operation"]?.text.flatMap(Registry.named)?.declaration)
        return (contents["vectors"]?.list ?? []).compactMap { vector in
          vector["request"].map { (declaration.path, $0.text()) }
        }
      })
  }

  @Test func badInputs_AreRefusedAlike() throws {
    try compare(
      BadInput.all.map { input in
        ("/v1/" + input.operation.split(separator: ".").joined(separator: "/"), input.body)
      })
  }

  @Test func examples_AreAnsweredAlike() throws {
    try compare(Registry.all.map { ($0.declaration.path, $0.declaration.example) })
  }

  /// All requests over one connection, which every answer must leave open.
  private func compare(_ requests: [(path: String, body: String)]) throws {
    try #require(!requests.isEmpty)
    let service = Service()
    var configuration = HTTPServerConfiguration()
    configuration.port = 0
    let server = HTTPServer(configuration: configuration, handler: service)
    let address = try server.start()
    defer { server.drain(within: .seconds(10)) }
    let client = try RawClient(port: address.port)
    for (path, body) in requests {
      let wire = try client.exchange("POST", path, headers: ["X-Request-Id: test"], body: Array(body.utf8))
      let plain = service.post(path, body)
      #expect(wire.status == plain.status && wire.text == plain.text, "\(path) \(body.prefix(200))")
      #expect(wire["Content-Type"] == plain.headers["Content-Type"] && wire["X-Request-Id"] == "test")
    }
  }
}
