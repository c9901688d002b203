import Foundation
import HTTPMessages
import Pages
import Testing

@testable import Operations
@testable import Service

@Suite struct PageRoutesTests {
  private let service = Service()
  /// What Chromium and Firefox send when an address is opened.
  private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

  private func type(_ path: String, _ accept: String?) -> String? {
    service.send(.get, path, headers: accept.map { ["Accept": $0] } ?? [:]).headers["Content-Type"]
  }

  @Test(arguments: [
    (browser, true), ("text/html", true), ("text/html;q=0.5, application/json;q=0.4", true), ("TEXT/HTML", true),
    ("*/*", false), ("application/json", false), ("text/html;q=0, */*", false), ("text/html, application/json", false),
    ("application/json, text/html;q=0.9", false), ("text/*", false), ("text/html;q=x", false), ("", false),
  ]) func root_IsAPageForThoseWhoNameHTML(accept: String, isPage: Bool) {
    #expect(type("/", accept) == (isPage ? "text/html; charset=utf-8" : "application/json"))
    #expect(type("/openapi.yaml", accept) == (isPage ? "text/plain; charset=utf-8" : "application/yaml"))
  }

  @Test func root_WithoutAccept_IsTheIndex() {
    #expect(type("/", nil) == "application/json")
    #expect(service.get("/").headers["Vary"] == "Accept")
    #expect(service.get("/").headers["Content-Security-Policy"] == nil)
  }

  @Test func representations_HaveTagsOfTheirOwn() {
    for path in ["/", "/openapi.yaml", "/v1/operations"] {
      let page = service.send(.get, path, headers: ["Accept": Self.browser])
      let other = service.get(path)
      #expect(page.headers["Vary"]?.hasPrefix("Accept") == true && other.headers["Vary"]?.hasPrefix("Accept") == true)
      // The contract is the same text under another type.
      #expect((page.headers["ETag"] == other.headers["ETag"]) == (path == "/openapi.yaml" && page.text == other.text))
      let again = service.send(
        .get, path, headers: ["Accept": Self.browser, "If-None-Match": page.headers["ETag"] ?? ""])
      #expect(again.status == 304)
    }
  }

  @Test(arguments: ["/", "/docs", "/docs/losses.focal", "/docs/protocol", "/pages/main.js", "/v1/operations"])
  func page_MayLoadFromHereOnly(path: String) throws {
    let reply = service.send(.get, path, headers: ["Accept": Self.browser])
    let policy = try #require(reply.headers["Content-Security-Policy"])
    #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
    #expect(policy.contains("style-src 'self' 'sha256-") == (path == "/"))
    #expect(reply.headers["X-Content-Type-Options"] == "nosniff")
  }

  @Test func pages_HaveNoScriptOrStyleOfTheirOwn() {
    for path in ["/", "/docs", "/docs/numerics"] + Registry.all.map({ "/docs/\($0.declaration.id)" }) {
      // The style of the start page is a file's, which its policy names by hash.
      let style = Asset.named("style.css").map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
      let whole = service.send(.get, path, headers: ["Accept": Self.browser]).text
      let text = path == "/" ? whole.replacingOccurrences(of: "<style>\(style)</style>", with: "") : whole
      #expect((whole != text) == (path == "/"))
      #expect(!text.contains("<style") && !text.contains(" style=") && !text.contains("javascript:"))
      #expect(
        text.components(separatedBy: "<script").dropFirst().allSatisfy {
          $0.hasPrefix(" type=\"module\" src=\"/pages/")
        })
      #expect(text.firstRange(of: #/\son[a-z]+=/#) == nil)
    }
  }

  @Test func asset_IsCompressedForThoseWhoAsk() throws {
    let plain = service.get("/pages/style.css")
    let packed = service.send(.get, "/pages/style.css", headers: ["Accept-Encoding": "gzip, br"])
    #expect(plain.headers["Content-Encoding"] == nil && packed.headers["Content-Encoding"] == "gzip")
    #expect(packed.headers["Vary"] == "Accept-Encoding" && plain.headers["ETag"] != packed.headers["ETag"])
    let asset = try #require(Asset.named("style.css"))
    #expect(plain.text.utf8.elementsEqual(asset.bytes))
  }

  @Test(arguments: ["/pages/none.js", "/pages/..", "/docs/none", "/docs/losses.fcal", "/pages/%00"])
  func page_Unknown_Is404(path: String) {
    let reply = service.get(path)
    #expect(reply.status == 404 && reply.code == "not_found")
  }

  /// A page of an operation says all that its declaration does.
  @Test(arguments: Registry.all.map(\.declaration.id)) func operationPage_IsComplete(id: String) throws {
    let declaration = try #require(Registry.named(id)?.declaration)
    let reply = service.get("/docs/\(id)")
    #expect(reply.status == 200)
    let parameters = declaration.parameters.flatMap { parameter -> [String] in
      guard case .object(let members) = parameter.type else { return [parameter.name] }
      return [parameter.name] + members.map { "\(parameter.name).\($0.name)" }
    }
    for name in declaration.inputs.map(\.name) + parameters + declaration.outputs.map(\.name) {
      #expect(reply.text.contains("id=\"field-\(name)\""), "\(name)")
    }
    for text in [declaration.summary, declaration.source, declaration.path] + declaration.inputs.map(\.holds) {
      #expect(reply.text.contains(HTML.text(text).markup))
    }
    #expect(reply.text.contains("href=\"/#operation/\(id)\""))
    let math = reply.text.matches(of: #/<math.*?<\/math>/#).map { $0.0.replacing(#/<[^>]*>|&[a-z#0-9]+;/#, with: "") }
      .joined()
    #expect(math.filter(\.isLetter) == declaration.formula.filter(\.isLetter))
  }

  @Test func index_LinksEveryPage() {
    let text = service.get("/docs").text
    for name in Registry.all.map(\.declaration.id) + Guide.names {
      #expect(text.contains("href=\"/docs/\(name)\""))
      #expect(service.get("/docs/\(name)").status == 200)
    }
  }

  /// Every link within the site leads somewhere.
  @Test func links_LeadSomewhere() {
    for page in ["/docs"] + (Guide.names + ["losses.focal", "detections.retinanet"]).map({ "/docs/\($0)" }) {
      let text = service.get(page).text
      for match in text.matches(of: #/(?:href|src)="(\/[^"#?]*)[^"]*"/#) {
        #expect(service.get(String(match.1)).status == 200, "\(page) links \(match.1)")
      }
    }
  }
}
