using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ScoringFairness.Service.Tests.Host.Access;

/// <summary>Tokens of a configured issuer, over real HTTP from an issuer of the test's own.</summary>
public sealed class BearerTokenTests : IAsyncLifetime
{
    private const string Audience = "scoring-fairness";
    private readonly RSA _key = RSA.Create(2048);
    private WebApplication? _issuer;
    private RunningService? _service;

    private string Issuer => _issuer!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        _issuer = LocalServer.Build();
        _issuer.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Issuer, jwks_uri = $"{Issuer}/keys" }));
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)) { KeyId = "one" });
        _issuer.MapGet("/keys", () => Results.Json(new
        {
            keys = new[] { new { kty = key.Kty, kid = key.KeyId, n = key.N, e = key.E, use = "sig", alg = "RS256" } },
        }));
        await _issuer.StartAsync(TestContext.Current.CancellationToken);
        _service = new RunningService
        {
            Settings = [$"--Access:Issuer={Issuer}", $"--Access:Audience={Audience}", "--Access:AllowPlainIssuer=true", "--Worker:Enabled=false"],
        };
        await _service.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service!.DisposeAsync();
        await _issuer!.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task A_token_opens_its_organisation_with_its_roles_and_nothing_else_does()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/v1/items", Token()));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("/v1/activity", Token()));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/v1/activity", Token(roles: "admin")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", Token(audience: "another service")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", Token(issuer: "http://127.0.0.1:1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", Token(organisation: null)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", Token(expires: DateTime.UtcNow.AddHours(-1))));
        using var stranger = RSA.Create(2048);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("/v1/items", Token(key: stranger)));
        Assert.Equal("academy", await _service!.Database.ScalarAsync<string>("select organisation_id from organisations where organisation_id <> 'default'"));
    }

    private string Token(
        string roles = "read", string? organisation = "academy", string audience = Audience, string? issuer = null,
        DateTime? expires = null, RSA? key = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            NotBefore = DateTime.UtcNow.AddHours(-2),
            Expires = expires ?? DateTime.UtcNow.AddMinutes(5),
            Subject = new ClaimsIdentity(
                [new("sub", "teacher"), new("roles", roles), .. organisation is null ? Array.Empty<Claim>() : [new("organisation", organisation)]]),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? _key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });

    private async Task<HttpStatusCode> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await _service!.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
