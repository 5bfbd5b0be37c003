using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;

namespace ScoringFairness.Service.Host.Access;

/// <summary>A key: <c>sf_&lt;id&gt;_&lt;secret&gt;</c>. The secret is shown once, when the key is made; its digest is stored.</summary>
/// <param name="KeyId">The part that is no secret.</param>
/// <param name="Secret">256 random bits.</param>
internal sealed record ApiKey(string KeyId, string Secret)
{
    private const string Prefix = "sf";
    private const int IdBytes = 8;
    private const int SecretBytes = 32;

    /// <summary>The whole key, as clients send it.</summary>
    public string Text => $"{Prefix}_{KeyId}_{Secret}";

    /// <summary>What is stored of the secret.</summary>
    public byte[] Digest => DigestOf(Secret);

    /// <summary>A key's name in the record of activity.</summary>
    public static string ActorOf(string keyId) => $"key:{keyId}";

    public static ApiKey Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), RandomSecret());

    /// <summary>Takes a key apart; null if it is none.</summary>
    public static ApiKey? Parse(string text) =>
        text.Split('_', 3) is [Prefix, { Length: IdBytes * 2 } id, { Length: > 0 } secret] ? new ApiKey(id, secret) : null;

    /// <summary>A secret of its own, as for the cookie of a browser.</summary>
    public static string RandomSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>SHA-256 of a secret.</summary>
    public static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>A key as it is listed; its secret is nowhere.</summary>
public sealed record KeyView
{
    /// <summary>Tells keys apart; the part of a key that is no secret.</summary>
    public required string KeyId { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>`ingest`, `audit`, `read`, `texts`, `admin`.</summary>
    [AllowedValues(Role.Ingest, Role.Audit, Role.Read, Role.Texts, Role.Admin)]
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>By whom.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it opens nothing; null: never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Since when it opens nothing, because it was revoked.</summary>
    public DateTime? RevokedAt { get; init; }

    /// <summary>When it was used last, to the minute.</summary>
    public DateTime? LastUsedAt { get; init; }
}

/// <summary>A key that has just been made.</summary>
internal sealed record CreatedKey
{
    /// <summary>The key itself. It is shown this once.</summary>
    public required string Key { get; init; }

    /// <summary>How it is listed.</summary>
    public required KeyView Listed { get; init; }
}

/// <summary>A key that is wanted.</summary>
internal sealed record KeyRequest
{
    /// <summary>What it is for, such as `nightly upload`.</summary>
    public required string Name { get; init; }

    /// <summary>`ingest`, `audit`, `read`, `texts`, `admin`; at least one.</summary>
    [AllowedValues(Role.Ingest, Role.Audit, Role.Read, Role.Texts, Role.Admin)]
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Days until it opens nothing; null: it does not end.</summary>
    public int? ExpiresInDays { get; init; }

    /// <summary>What is wrong with it, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Problems()
    {
        var refusals = new Api.Refusals();
        refusals.Unless(Name.Trim().Length is > 0 and <= 200, "name", "must have 1 to 200 characters; say what the key is for.");
        refusals.AddIf("name", Api.PlainText.Problem(Name));
        refusals.Unless(Roles.Count > 0 && Roles.All(Role.All.Contains), "roles", $"must name at least one of {string.Join(", ", Role.All)}.");
        refusals.Unless(ExpiresInDays is null or (>= 1 and <= 3650), "expiresInDays", "must be from 1 to 3650; leave it out for a key that does not end.");
        return refusals.ByField;
    }
}
