import CSimdJSON
package import HTTPMessages

/// The members of the object that a text is, found by their brackets and quotes; what stands between them is not looked at.
package struct JSONMembers {
  /// A member: its key without quotes, as it is written, and its value.
  package struct Member {
    package let key: ByteSlice
    package let value: ByteSlice

    /// The key that is meant: escapes stand for characters.
    package var name: String {
      guard key.bytes.contains(UInt8(ascii: "\\")) else { return key.text }
      guard case .string(let text)? = try? JSONReader.read(ByteBuffer("\"\(key.text)\"")) else { return key.text }
      return text
    }
  }

  package let members: [Member]

  /// `nil` if the text is no object, or has more than `limit` members.
  package init?(_ text: ByteSlice, limit: Int) {
    var found = [focald_json_member](repeating: focald_json_member(), count: limit)
    let count = focald_json_members(text.baseAddress.assumingMemoryBound(to: CChar.self), text.count, &found, limit)
    // C's SIZE_MAX is -1 here.
    guard count >= 0 else { return nil }
    members = found.prefix(count).map { member in
      Member(
        key: text[member.key..<member.key + member.key_count],
        value: text[member.value..<member.value + member.value_count])
    }
  }
}
