"""Operations watched (运行监测): requests, health, thresholds, alarms."""
