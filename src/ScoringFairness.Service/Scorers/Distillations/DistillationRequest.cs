using System.Globalization;

namespace ScoringFairness.Service.Scorers.Distillations;

/// <summary>What a client asks of a scorer that is to learn from another.</summary>
/// <param name="Teacher">The other scorer's name; null: none.</param>
/// <param name="Temperature">Softens probabilities; null: the default.</param>
/// <param name="TeacherWeight">The teacher's share of the loss; null: the default.</param>
internal sealed record DistillationRequest(string? Teacher, double? Temperature, double? TeacherWeight)
{
    private const double DefaultTemperature = 2;
    private const double LeastTemperature = 0.1;
    private const double MostTemperature = 100;
    private const double DefaultWeight = 0.5;

    /// <summary>What is wrong with it.</summary>
    /// <param name="isNumber">Whether the scorer gives a number, which has no temperature.</param>
    /// <param name="isTuned">Whether it trains in epochs.</param>
    /// <param name="isMitigated">Whether a mitigation changes its training already.</param>
    public IEnumerable<string> Problems(bool isNumber, bool isTuned, bool isMitigated)
    {
        if (Teacher is null)
        {
            if (Temperature is not null) yield return "temperature belongs to a scorer with a teacher; name one, or leave it out.";
            if (TeacherWeight is not null) yield return "teacherWeight belongs to a scorer with a teacher; name one, or leave it out.";
            yield break;
        }
        if (!isTuned) yield return "teacher belongs to mode fineTuning; in screening the encoder is not trained.";
        if (isMitigated)
        {
            yield return "teacher and mitigation are asked of one scorer, where nobody could tell what changed what; leave one out. "
                + "A teacher may have a mitigation of its own.";
        }
        if (Temperature is not null && isNumber)
        {
            yield return "temperature belongs to heads classification and ordinal, which give probabilities; leave it out, or ask for one of these.";
        }
        else if (Temperature is not (null or (>= LeastTemperature and <= MostTemperature)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"temperature is {Temperature}; send {LeastTemperature} to {MostTemperature}.");
        }
        if (TeacherWeight is not (null or (> 0 and <= 1)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"teacherWeight is {TeacherWeight}; send more than 0 and at most 1. With 0 leave the teacher out.");
        }
    }

    /// <summary>It with its defaults; its control is found once all scorers are read.</summary>
    public DistillationDesign? Design(bool isNumber) => Teacher is null ? null : new()
    {
        Teacher = Teacher,
        Temperature = isNumber ? null : Temperature ?? DefaultTemperature,
        TeacherWeight = TeacherWeight ?? DefaultWeight,
    };
}
