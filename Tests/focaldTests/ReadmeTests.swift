import Foundation
import HTTPMessages
import Service
import Testing

@testable import focald

/// README.md and docs/, compared with what the program does: their requests are made, their answers compared.
@Suite struct ReadmeTests {
  @Test(arguments: [("README.md", 4), ("docs/protocol.md", 2)])
  func curlLines_AnswerAsPrinted(page: String, count: Int) throws {
    let page = Page(try readFile("\(repositoryRoot)/\(page)"))
    let service = try Self.serviceWithNetwork()
    var compared = 0
    var before = ByteBuffer()
    for (index, block) in page.blocks.enumerated() where block.language == "sh" {
      for words in shellCommands(block.text) where words.first == "curl" {
        let call = try CurlCall(words)
        let answer = service.respond(to: try call.request(standardInput: before))
        before = ByteBuffer(answer.body.text)
        let next = index + 1 < page.blocks.count ? page.blocks[index + 1] : nil
        guard next?.language == "json", let printed = next?.text else {
          #expect(answer.status == .ok, "\(call.path) answers \(answer.status.code)")
          continue
        }
        let difference = try JSON(printed).difference(from: JSON(answer.body.text))
        #expect(difference == nil, "\(call.path): \(difference ?? "")")
        compared += 1
      }
    }
    #expect(compared >= count)
  }

  /// As `make run` starts it.
  private static func serviceWithNetwork() throws -> Service {
    let settings = try Settings([
      GivenSetting(
        key: "networks", text: "\(repositoryRoot)/Examples/networks/shapes.safetensors", source: .flag("networks"))
    ])
    let networks = ServedNetworks(processors: 1)
    try networks.load(settings)
    var configuration = ServiceConfiguration()
    configuration.networks = networks.store
    return Service(configuration: configuration)
  }

  @Test func readme_IsShort() throws { #expect(try readFile(repositoryRoot + "/README.md").utf8.count <= 12_000) }

  /// `make docs` writes them.
  @Test func printedPages_AreCurrent() throws {
    #expect(try readFile(repositoryRoot + "/docs/operations.md") == CatalogueText.markdown(catalogueEntries()))
    #expect(try readFile(repositoryRoot + "/docs/dialects.md") == DialectsPage.markdown())
    #expect(try readFile(repositoryRoot + "/docs/configuration.md") == ConfigurationText.markdown())
    #expect(try readFile(repositoryRoot + "/deploy/package/focald.1") == ManualText.page())
  }

  @Test(arguments: [
    "README.md", "CONTRIBUTING.md", "Examples/README.md", "docs/architecture.md", "docs/threat-model.md",
    "docs/operations.md", "docs/configuration.md", "docs/performance.md", "docs/protocol.md", "docs/running.md",
    "docs/networks.md", "docs/dialects.md",
  ])
  func links_LeadToFiles(page: String) throws {
    let folder = URL(filePath: repositoryRoot).appending(path: page).deletingLastPathComponent()
    for link in try readFile("\(repositoryRoot)/\(page)").matches(of: /\]\(([^)#]+)/).map({ String($0.1) })
    where !link.hasPrefix("http") {
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: link).path), "\(page) links to \(link)")
    }
  }

  @Test func changelog_KnowsTheVersion() throws {
    #expect(try readFile(repositoryRoot + "/CHANGELOG.md").contains("\n## [\(focaldVersion)]"))
  }
}

/// The fenced blocks of a Markdown page.
private struct Page {
  struct Block {
    let language: String
    var text = ""
  }

  private(set) var blocks: [Block] = []

  init(_ page: String) {
    var isInside = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append(Block(language: String(line.dropFirst(3)))) }
      } else if isInside {
        blocks[blocks.count - 1].text += line + "\n"
      }
    }
  }
}

/// The commands of a shell script as words. Knows quotation marks, backslashes, comments and what ends a command.
private func shellCommands(_ script: String) -> [[String]] {
  var commands: [[String]] = [[]]
  var word: String?
  var quote: Character?
  func endWord() {
    if let ended = word { commands[commands.count - 1].append(ended) }
    word = nil
  }
  var rest = script[...]
  while let character = rest.popFirst() {
    switch character {
    case let mark where mark == quote: quote = nil
    case "\\" where quote != "'":
      if let next = rest.popFirst(), next != "\n" { word = (word ?? "") + String(next) }
    case _ where quote != nil: word?.append(character)
    case "'", "\"":
      quote = character
      word = word ?? ""
    case "#" where word == nil: rest = rest.drop { $0 != "\n" }
    case " ": endWord()
    case "\n", "|", ";", "&":
      endWord()
      commands.append([])
    default: word = (word ?? "") + String(character)
    }
  }
  endWord()
  return commands
}

/// What a curl command line asks for.
private struct CurlCall {
  struct Unknown: Error { let option: String }

  var path = ""
  private var method = HTTPMethod.get
  private var headers = HTTPHeaders()
  private var data: String?
  private var isBinary = false
  private var parts: [(name: String, content: String)] = []

  init(_ words: [String]) throws {
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      switch word {
      case "-s", "-i": break
      case "-o": _ = rest.popFirst()
      case "-d", "--data-binary":
        isBinary = word == "--data-binary"
        data = rest.popFirst()
        method = .post
      case "-F":
        let words = (rest.popFirst() ?? "").split(separator: "=", maxSplits: 1).map(String.init)
        parts.append((words[0], words[1]))
        method = .post
        headers["Content-Type"] = "multipart/form-data; boundary=\(Self.boundary)"
      case "-X": method = HTTPMethod(rawValue: rest.popFirst() ?? "")
      case "-H":
        let parts = (rest.popFirst() ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        headers.append(name: parts[0], value: parts[1].trimmingCharacters(in: .whitespaces))
      case _ where word.hasPrefix("-"): throw Unknown(option: word)
      default: path = String(word.replacing("http://", with: "").drop { $0 != "/" })
      }
    }
  }

  /// `standardInput`: what the command before wrote.
  func request(standardInput: ByteBuffer) throws -> HTTPRequest {
    let id = headers["X-Request-Id"] ?? "readme"
    let pieces = path.split(separator: "?", maxSplits: 1).map(String.init)
    let head = HTTPRequestHead(method: method, path: pieces[0], query: query(pieces), headers: headers, id: id)
    if data == "@-" { return HTTPRequest(head: head, body: standardInput) }
    if isBinary, let data, data.hasPrefix("@") {
      let file = URL(filePath: repositoryRoot).appending(path: String(data.dropFirst()))
      return HTTPRequest(head: head, body: ByteBuffer(try Data(contentsOf: file)))
    }
    return HTTPRequest(head: head, body: ByteBuffer(try body))
  }

  private func query(_ pieces: [String]) -> [(name: String, value: String)] {
    guard pieces.count > 1 else { return [] }
    return pieces[1].split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  /// curl takes the line ends out of a file that -d names.
  private var body: String {
    get throws {
      if !parts.isEmpty { return try form }
      guard let data, data.hasPrefix("@") else { return data ?? "" }
      return try readFile("\(repositoryRoot)/\(data.dropFirst())").filter { $0 != "\n" }
    }
  }

  private static let boundary = "------------------------readme"

  private var form: String {
    get throws {
      let parts = try parts.map { name, content in
        let text = content.hasPrefix("@") ? try readFile("\(repositoryRoot)/\(content.dropFirst())") : content
        return "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n"
      }
      return parts.joined() + "--\(Self.boundary)--\r\n"
    }
  }
}

/// JSON read by Foundation, so that the service's own reader is not its judge.
///
/// A page may leave things out: "…" as a string is any value, at the end of an array any further elements, and as a key
/// any further members.
private enum JSON: Decodable {
  case null, bool(Bool), number(Double), string(String), array([JSON]), object([String: JSON])

  init(_ text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  private var isEllipsis: Bool { if case .string("…") = self { true } else { false } }

  /// Where an answer differs from what is printed here; `nil` if it does not.
  func difference(from answer: JSON, at place: String = "") -> String? {
    switch (self, answer) {
    case _ where isEllipsis: return nil
    case (.null, .null): return nil
    case (.bool(let printed), .bool(let found)) where printed == found: return nil
    case (.string(let printed), .string(let found)) where printed == found: return nil
    case (.number(let printed), .number(let found)) where abs(printed - found) <= 1e-12 * max(1, abs(printed)):
      return nil
    case (.array(let printed), .array(let found)):
      return Self.difference(printed, found, at: place)
    case (.object(let printed), .object(let found)):
      return Self.difference(printed, found, at: place)
    default: return "at \"\(place)\" is \(answer), printed is \(self)"
    }
  }

  private static func difference(_ printed: [JSON], _ found: [JSON], at place: String) -> String? {
    let isOpen = printed.last?.isEllipsis == true
    let count = isOpen ? printed.count - 1 : printed.count
    guard isOpen ? found.count >= count : found.count == count else {
      return "at \"\(place)\" are \(found.count) elements, printed are \(count)"
    }
    return (0..<count).lazy.compactMap { printed[$0].difference(from: found[$0], at: "\(place)/\($0)") }.first
  }

  private static func difference(_ printed: [String: JSON], _ found: [String: JSON], at place: String) -> String? {
    let expected = printed.filter { $0.key != "…" }
    let extra = Set(found.keys).subtracting(expected.keys)
    if printed["…"] == nil, !extra.isEmpty { return "at \"\(place)\" is also \(extra.sorted())" }
    return expected.sorted { $0.key < $1.key }.lazy.compactMap { key, value in
      guard let other = found[key] else { return "at \"\(place)\" is no \(key)" }
      return value.difference(from: other, at: "\(place)/\(key)")
    }.first
  }
}
