namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>One cause of growth, and how it is recognised.</summary>
internal interface IRule
{
    /// <summary>Looks for the cause.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="claims">What the rules before have explained.</param>
    /// <returns>The cause, or why it is not one; null where the rule has nothing to say of this target.</returns>
    RuleAnswer? Examine(CaseFile file, Claims claims);
}
