/// The file of keys: one line each, `name sha256:HEX [scopes=a,b] [quota=100/s,64MiB/s]`. `#` begins a comment.
public enum KeyFile {
  /// Why a file cannot be used.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    /// The line, from 1 on.
    public let line: Int
    /// A clause.
    public let reason: String

    /// A line without a key.
    public static let empty = Failure(line: 1, reason: "it must begin with a name (letters, digits, . _ -) and a hash")

    /// `line 3: …`.
    public var description: String { "line \(line): \(reason)" }
  }

  private static let hashPrefix = "sha256:"
  /// Each request is compared with each key.
  private static let most = 4096

  /// The keys in a file's text; scopes must be among those that are known.
  public static func keys(in text: String, scopes known: Set<String>) throws(Failure) -> [APIKey] {
    var keys: [APIKey] = []
    for (index, line) in lines(of: text).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      do throws(Complaint) {
        keys.append(try key(in: words, known))
      } catch {
        throw Failure(line: index + 1, reason: error.text)
      }
      guard keys.count <= most else { throw Failure(line: index + 1, reason: "there are more than \(most) keys") }
    }
    return keys
  }

  /// A line feed after a carriage return is one character.
  private static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// A hash as a line has it.
  public static func hash(_ digest: Digest) -> String { hashPrefix + digest.hex }

  private struct Complaint: Error { let text: String }

  private static func key(in words: [Substring], _ known: Set<String>) throws(Complaint) -> APIKey {
    guard words.count >= 2, APIKey.isName(words[0]) else {
      throw Complaint(text: "it must begin with a name (letters, digits, . _ -) and a hash")
    }
    guard words[1].hasPrefix(hashPrefix), let digest = Digest(hex: words[1].dropFirst(hashPrefix.count)) else {
      throw Complaint(text: "the hash must be sha256: and 64 hexadecimal digits, as focald key new prints them")
    }
    var scopes: Set<String>?
    var quota: Quota?
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      switch parts.first {
      case "scopes" where parts.count == 2: scopes = try Self.scopes(parts[1], known)
      case "quota" where parts.count == 2: quota = try Self.quota(parts[1])
      default: throw Complaint(text: "\(word.debugDescription) is neither scopes=… nor quota=…")
      }
    }
    return APIKey(name: String(words[0]), digest: digest, scopes: scopes, quota: quota)
  }

  private static func scopes(_ text: String, _ known: Set<String>) throws(Complaint) -> Set<String> {
    let scopes = Set(text.split(separator: ",").map(String.init))
    if let unknown = scopes.subtracting(known).min() {
      throw Complaint(text: "there is no scope \(unknown); there are \(known.sorted().joined(separator: ", "))")
    }
    return scopes
  }

  private static func quota(_ text: String) throws(Complaint) -> Quota {
    guard let quota = Quota(text) else { throw Complaint(text: "quota must be \(Quota.permitted)") }
    return quota
  }
}
