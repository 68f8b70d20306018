namespace Resident.Monitoring.Sampling;

/// <summary>Why a sampling loop came to its end.</summary>
public enum LoopEnd
{
    /// <summary>It was told to stop.</summary>
    Cancelled,

    /// <summary>It took as many samples, or ran as long, as was asked for.</summary>
    Complete,

    /// <summary>The target is gone and no other one is awaited.</summary>
    TargetEnded,
}
