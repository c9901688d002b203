import HTTPMessages
package import JSON

/// The value of a text.
package func readJSON(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.read(ByteBuffer(text)) }

/// The value of a text's bytes.
package func readJSON(_ bytes: [UInt8]) throws(JSONError) -> JSONValue { try JSONReader.read(ByteBuffer(bytes)) }
