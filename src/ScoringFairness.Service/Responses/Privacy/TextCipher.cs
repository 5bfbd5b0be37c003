using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ScoringFairness.Service.Responses.Privacy;

/// <summary>
/// Encrypts texts on their way into the database, and decrypts them on their way out, where the settings give a key:
/// AES-256-GCM, bound to the response. The nonce is made of the text itself (HMAC-SHA256), so that the same text of the same
/// response gives the same bytes and a file sent again changes nothing.
/// </summary>
/// <remarks>
/// Without a key it lets texts through as they are. A text sealed with a key that the settings name no more cannot be read:
/// that is an error, not an empty text.
/// </remarks>
internal sealed class TextCipher(IOptions<PrivacySettings> settings)
{
    /// <summary>What a sealed text begins with; no text that is sent may.</summary>
    public const char Mark = '\u0001';

    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = sizeof(uint) + NonceBytes + TagBytes;
    private readonly IReadOnlyList<TextKey> _keys = [.. settings.Value.TextKeys.Select(key => new TextKey(Convert.FromBase64String(key)))];

    /// <summary>Whether texts are encrypted.</summary>
    public bool Seals => _keys.Count > 0;

    /// <summary>The text as it is stored.</summary>
    public string Seal(string text, string organisationId, string itemId, string responseId) =>
        Seals ? Mark + Convert.ToBase64String(Seal(Encoding.UTF8.GetBytes(text), Place(organisationId, itemId, responseId))) : text;

    /// <summary>The text of what is stored.</summary>
    /// <exception cref="CryptographicException">It was sealed with another key, for another response, or changed since.</exception>
    public string Open(string stored, string organisationId, string itemId, string responseId) =>
        stored is [Mark, ..] ? Encoding.UTF8.GetString(Open(Convert.FromBase64String(stored[1..]), Place(organisationId, itemId, responseId))) : stored;

    /// <summary>A file as it is kept: sealed where there is a key.</summary>
    public byte[] SealFile(byte[] content, string organisationId, string fileId) =>
        Seals ? [1, .. Seal(content, Place(organisationId, fileId))] : [0, .. content];

    /// <summary>The file of what is kept.</summary>
    /// <exception cref="CryptographicException">It was sealed with another key, or changed since.</exception>
    public byte[] OpenFile(byte[] kept, string organisationId, string fileId) => kept[0] == 0 ? kept[1..] : Open(kept[1..], Place(organisationId, fileId));

    /// <summary>Replaces the digest of a text by one that nobody can make without the key, so that no text can be guessed by it.</summary>
    public void Blind(Span<byte> digest)
    {
        if (Seals)
        {
            HMACSHA256.HashData(_keys[0].Digests, digest).AsSpan(0, digest.Length).CopyTo(digest);
        }
    }

    /// <summary>Every form that a digest may have been stored in: as it is stored now first, then keyed by other keys, then not keyed.</summary>
    public IReadOnlyList<byte[]> Forms(byte[] digest) =>
        [.. _keys.Select(key => HMACSHA256.HashData(key.Digests, digest)[..digest.Length]), digest];

    private byte[] Seal(byte[] plain, byte[] place)
    {
        var key = _keys[0];
        var stored = new byte[HeadBytes + plain.Length];
        BinaryPrimitives.WriteUInt32BigEndian(stored, key.Id);
        var nonce = stored.AsSpan(sizeof(uint), NonceBytes);
        HMACSHA256.HashData(key.Nonces, (byte[])[.. place, .. plain]).AsSpan(0, NonceBytes).CopyTo(nonce);
        using var aes = new AesGcm(key.Texts, TagBytes);
        aes.Encrypt(nonce, plain, stored.AsSpan(HeadBytes), stored.AsSpan(sizeof(uint) + NonceBytes, TagBytes), place);
        return stored;
    }

    private byte[] Open(byte[] stored, byte[] place)
    {
        var id = BinaryPrimitives.ReadUInt32BigEndian(stored);
        var key = _keys.FirstOrDefault(one => one.Id == id)
            ?? throw new CryptographicException("A text is encrypted with a key that Privacy__TextKeys does not name; name it there again.");
        var plain = new byte[stored.Length - HeadBytes];
        using var aes = new AesGcm(key.Texts, TagBytes);
        aes.Decrypt(
            stored.AsSpan(sizeof(uint), NonceBytes), stored.AsSpan(HeadBytes), stored.AsSpan(sizeof(uint) + NonceBytes, TagBytes), plain, place);
        return plain;
    }

    private static byte[] Place(params ReadOnlySpan<string> ids) => Encoding.UTF8.GetBytes(string.Join('\0', ids));

    /// <summary>A key with what is derived of it (HKDF-SHA256), one for each use.</summary>
    private sealed class TextKey(byte[] key)
    {
        public uint Id { get; } = BinaryPrimitives.ReadUInt32BigEndian(Derive(key, "id"));

        public byte[] Texts { get; } = Derive(key, "texts");

        public byte[] Nonces { get; } = Derive(key, "nonces");

        public byte[] Digests { get; } = Derive(key, "digests");

        private static byte[] Derive(byte[] key, string use) =>
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, PrivacySettings.KeyBytes, info: Encoding.ASCII.GetBytes($"scoring-fairness {use}"));
    }
}
