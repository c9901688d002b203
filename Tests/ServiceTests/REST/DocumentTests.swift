import HTTPMessages
import Testing

@testable import Operations
@testable import Service

@Suite struct DocumentTests {
  private let service = Service()
  private static let documents = [
    "/", "/openapi.yaml", "/openapi.json", "/v1/operations", "/v1/operations/losses.focal", "/docs",
    "/docs/losses.focal", "/docs/numerics", "/pages/style.css",
  ]

  @Test(arguments: documents) func document_HasAStrongTagAndMayBeStored(path: String) throws {
    let reply = service.get(path)
    let tag = try #require(reply.headers["ETag"])
    #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.utf8.count > 10)
    #expect(reply.headers["Cache-Control"] == "no-cache")
    #expect(Service().get(path).headers["ETag"] == tag)
    #expect(service.send(.head, path).headers["ETag"] == tag)
  }

  @Test(arguments: documents) func document_ThatTheClientHas_Is304(path: String) throws {
    let tag = try #require(service.get(path).headers["ETag"])
    for field in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
      for method in [HTTPMethod.get, .head] {
        let reply = service.send(method, path, headers: ["If-None-Match": field])
        #expect(reply.status == 304 && reply.headers["ETag"] == tag)
        #expect(reply.headers["Cache-Control"] == "no-cache")
      }
    }
    for field in ["\"other\"", "", String(tag.dropLast()), "W/"] {
      #expect(service.send(.get, path, headers: ["If-None-Match": field]).status == 200)
    }
  }

  // RFC 9110 §8.8.3.3: each coding of a representation has a strong tag of its own.
  @Test func tag_DiffersByCoding() {
    let codings: [HTTPHeaders] = [[:], ["Accept-Encoding": "gzip"], ["Accept-Encoding": "zstd"]]
    let replies = codings.map { service.send(.get, "/openapi.yaml", headers: $0) }
    #expect(Set(replies.map { $0.headers["ETag"] }).count == 3)
    #expect(replies.allSatisfy { $0.headers["Vary"] == "Accept, Accept-Encoding" })
  }

  @Test func tag_DiffersByDocument() {
    let tags = Self.documents.map { service.get($0).headers["ETag"] }
    #expect(Set(tags).count == Self.documents.count)
  }

  /// Neither written nor compressed nor hashed a second time.
  @Test(arguments: documents) func document_IsMadeOnceInEachCoding(path: String) {
    for fields: HTTPHeaders in [[:], ["Accept-Encoding": "gzip"]] {
      let request = HTTPRequest(head: HTTPRequestHead(method: .get, path: path, headers: fields))
      let (first, second) = (service.respond(to: request), service.respond(to: request))
      #expect(first.pieces.count == second.pieces.count)
      #expect(zip(first.pieces, second.pieces).allSatisfy { $0 === $1 })
    }
  }

  @Test func otherAnswers_HaveNoTag() {
    for path in ["/livez", "/metrics", "/v2", "/v1/operations/none", "/elsewhere"] {
      #expect(service.get(path).headers["ETag"] == nil)
    }
  }
}
