using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Planning;

/// <summary>
/// The digest of what an audit saw, so that another can be shown to have seen the same: HMAC-SHA-256, under a secret of the organisation, of
/// the SHA-256 of its responses. Reports tell it, and of a digest without a secret whoever knows ids and grades would find by trying who is
/// in a group of a few.
/// </summary>
internal sealed class DataDigest : IDisposable
{
    private const int SecretBytes = 32;

    private readonly byte[] _secret;
    private readonly IncrementalHash _data = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private DataDigest(byte[] secret) => _secret = secret;

    /// <summary>A digest of nothing yet, under the organisation's secret, which is made at the first use and never told.</summary>
    public static Task<DataDigest> BeginAsync(OrganisationDatabase database, string organisationId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            organisationId,
            async connection =>
            {
                await connection.ExecuteAsync(
                    "insert into digest_secrets (organisation_id, secret) values (@organisationId, @secret) on conflict do nothing",
                    new { organisationId, secret = RandomNumberGenerator.GetBytes(SecretBytes) });
                return new DataDigest(await connection.QuerySingleAsync<byte[]>(
                    "select secret from digest_secrets where organisation_id = @organisationId", new { organisationId }));
            },
            cancellation);

    /// <summary>Adds the responses of an item.</summary>
    public void Add(string itemId, IReadOnlyList<CandidateResponse> candidates)
    {
        foreach (var candidate in candidates)
        {
            _data.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{itemId}\u001f{candidate.ResponseId}\u001f{candidate.GroupLabel}\u001f{candidate.HumanScore:R}\u001f")));
            _data.AppendData(candidate.TextDigest ?? []);
        }
    }

    /// <summary>The digest of all that was added.</summary>
    public string End() => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, _data.GetHashAndReset()));

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();
}
