# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rows that the agreements of Sörmland, Gotland and Västra Götaland add to those of the act.

One function for each agreement, row after row in the order of its text, by direct definition on the list of events.
`o` is an `Obligations` of utskrivning_reference.py, which has the time forms and the excuses.
"""

SO = 'Sörmland 2020, %s'
VG = 'Lidköping 2017, %s'
SKA, BOR = 'ska', 'bör'
ROWS = {  # pack: (id, force, cite), in the order of the text
    'sormland': tuple((row, BOR if row in ('municipality-ready-by-ready', 'red-home-after-sip', 'same-day') else SKA,
                       SO % ('steg %d' % step)) for step, rows in (
        (1, ('admission-notice-ongoing', 'admission-notice-reason', 'patient-phone', 'admission-notice-later',
             'acknowledge-weekday', 'acknowledge', 'care-contact-named', 'care-contact-agreed', 'services-report',
             'track-set')),
        (2, ('status-report', 'status-supplement', 'sip-initiative', 'sip-call-hospital', 'sip-attend',
             'sip-lead-set', 'education', 'education-attend', 'bulky-aids', 'homecare-order',
             'homecare-order-confirmed', 'homecare-order-check')),
        (3, ('provider-contact', 'municipality-ready-told', 'municipality-ready-by-ready', 'referral',
             'referral-confirmed', 'discharge-report-early', 'discharge-report', 'discharge-report-confirmed',
             'aids-three-weekdays', 'home-ready', 'epicrisis', 'medication-list')),
        (4, ('home-time-agreed', 'home-time-day-before', 'new-patient-contact', 'homecare-start',
             'services-resumed', 'services-start', 'red-home-after-sip', 'same-day')),
        (5, ('call-24h', 'call-7d', 'needs-review', 'health-follow-up', 'call-review', 'sip-hospital-follow-up',
             'sip-call-later', 'sip-close'))) for row in rows),
    'gotland': (
        ('same-day', BOR, 'Gotland § 89'),
        ('status-report', BOR, 'Gotland 2023-01-03, nuläge'),
    ),
    'vastra-gotaland': (
        ('care-request-prepared', SKA, VG % 'kritiska punkter'),
        ('municipality-ready-by-ready', BOR, VG % 'kritiska punkter'),
        ('call-home', SKA, VG % 'kontaktpunkt'),
        ('services-start', SKA, VG % 'kontaktpunkt'),
        ('sip-attend', SKA, VG % 'kontaktpunkt vardag'),
    ),
}
COLOUR_UNSTATED = frozenset([('jamtland-harjedalen', row) for row in (
    'sip-attend', 'checklist', 'home-time-agreed', 'epicrisis', 'medication-list', 'patient-information-own',
    'sip-follow-up', 'sip-follow-up-attend')] + [('sormland', row) for row in (
        'admission-notice-later', 'status-supplement', 'sip-call-hospital', 'sip-lead-set', 'education',
        'education-attend', 'bulky-aids', 'homecare-order', 'homecare-order-confirmed', 'discharge-report-early',
        'discharge-report-confirmed', 'new-patient-contact', 'homecare-start', 'call-review',
        'sip-hospital-follow-up', 'sip-call-later', 'sip-close')])
UNITS = ('outpatient', 'municipal-health', 'social-services')
TOWN = UNITS[1:]
SUBJECT = {'social-services': 'sol', 'municipal-health': 'hsl'}
THREE_WEEKDAY_ITEMS = ('aids', 'med-equipment', 'nutrition', 'medication')


# --------------------------------------------------------------------------------------------------
# Conditions: yes, no, unknown
# --------------------------------------------------------------------------------------------------


def both(*answers):
    """All of the conditions together."""
    return 'no' if 'no' in answers else 'unknown' if 'unknown' in answers else 'yes'


def yes_if(truth):
    return 'yes' if truth else 'no'


def colour(o, i, *wanted):
    """Is the track in force at the trigger one of these? [65]"""
    track = o.f.track[i]
    return 'unknown' if track is None else yes_if(track in wanted)


def dots(o, i, *inferred):
    """A row whose colours the source does not show: for all tracks, unless the reading infers them."""
    return 'yes' if o.f.r['dot-colour'] == 'all' else colour(o, i, *inferred)


def home(o):
    """Did (or will) the patient go home?"""
    gone = o.f.fold.discharged
    if gone is None:
        return 'unknown'
    to = o.f.ev[gone].attr.get('to')
    if to is None:
        return 'unknown' if o.f.r['destination-unstated'] == 'unknown' else 'yes'
    wanted = ('home',) if o.f.r['home-means'] == 'home' else ('home', 'special-housing')
    return yes_if(to in wanted)


def ongoing(o, unit):
    """Had the unit services for the patient at the admission?"""
    f = o.f
    stated = f.ev[f.fold.admitted].attr.get('ongoing') if f.fold.admitted is not None else None
    if stated is not None:
        return yes_if(unit in stated)  # [66] a later report only fills in what was not known
    reports = f.all('services-reported', unit)
    if reports:
        return yes_if('none' not in f.ev[reports[0]].flags)
    return 'no' if f.r['ongoing-unstated'] == 'none' else 'unknown'


# --------------------------------------------------------------------------------------------------
# Triggers and fulfilments
# --------------------------------------------------------------------------------------------------


def applies(o, i):
    return i is not None and o.f.covered[i] == 'yes'


def sent_to(o, kind, unit, indices=None):
    """(index, unsure) of the first message of the kind sent to the unit while the act applies."""
    f = o.f
    for world in (base.SURE, base.POSSIBLE):
        for i in f.all(kind) if indices is None else indices:
            if f.covered[i] == 'yes' and unit in f.to(i, world) and (world is base.SURE or unit in f.units[i]):
                return i, world is base.POSSIBLE
    return None, False


def ready_notices(o, unit):
    """(index, unsure) of the first notice of readiness to the unit, in each ready spell."""
    found = [sent_to(o, None, unit, spell.notices) for spell in o.f.fold.spells]
    return [(i, unsure) for i, unsure in found if i is not None]


def in_stay(o, i):
    """Not before the admission (if the log has one), and not after the discharge or the death."""
    fold = o.f.fold
    return fold.before[i] not in ('discharged', 'deceased') and (fold.admitted is None or i > fold.admitted)


def first_ready(o):
    """The first `discharge-ready` or notice in the stay, whichever comes first."""
    for i, e in enumerate(o.f.ev):
        if in_stay(o, i) and e.kind in ('discharge-ready', 'discharge-ready-notice'):
            return i
    return None


def judged_ready(o, start=0):
    """The first `discharge-ready` in the stay from `start` on."""
    return next((i for i in o.f.all('discharge-ready')
                 if i >= start and o.f.fold.before[i] not in ('discharged', 'deceased')), None)


def answered(o, unit, kind, start=0):
    """The first acknowledgement by the unit of a message of the kind."""
    return base.earliest(*[i for i in o.f.all('acknowledged', unit) if i >= start and o.f.answers(i, kind)])


def when(o, kind, test, party=None, start=0):
    """The first event of the kind for which the test of its index holds."""
    return base.earliest(*[i for i in o.f.all(kind, party) if i >= start and test(i)])


def checklist(o, item, *words):
    return when(o, 'checklist', lambda i: o.f.ev[i].attr['item'] == item and o.f.ev[i].flags & set(words))


def at(o, index):
    return None if index is None else o.f.time[index]


def step(o, number):
    """(due, X) of a row without a time of its own: never, or before what ends its step (reading step-time)."""
    if o.f.r['step-time'] == 'asap':
        return None, None
    x = o.first_ready if number < 3 else o.f.fold.discharged
    return o.before_x(x), x


def day_end(o, i, days=0):
    return base.end_of(base.day_of(o.f.time[i]) + days)


def weekday_end(o, i):
    return base.end_of(base.next_weekday(base.day_of(o.f.time[i])))


def weekday_hours(o, i, hours):
    """The instant at which a clock that runs on weekdays only has gone so many hours."""
    left, t = hours * 3600, o.f.time[i]
    day = base.day_of(t)
    while True:
        if base.is_weekday(day):
            begin, end = max(t, base.midnight(day)), base.midnight(day + 1)
            if left < end - begin or (left == end - begin and o.f.r['weekday-clock-edge'] == 'reached'):
                return begin + left
            if left == end - begin:
                return base.midnight(base.next_weekday(day + 1))  # the clock shows the hours until it starts again
            left -= end - begin
        day += 1


# --------------------------------------------------------------------------------------------------
# Rows that several agreements have
# --------------------------------------------------------------------------------------------------


def status_report(o, first):
    f = o.f
    due, x = step(o, 2) if o.pack == 'sormland' else (None, None)
    o.single('status-report', 'hospital', first, due, f.first('status-reported', 'hospital'), before=x,
             more=f.information_refused_from(first, f.units[first]))


def ready_by(o, unit, x):
    """municipality-ready-by-ready: its own subject, ready from a time no later than X."""
    f = o.f
    i, unsure = sent_to(o, 'admission-notice', unit)
    if i is None:
        return

    limit = o.now if x is None else f.time[x]
    excuse = base.earliest(f.excused_all(i, False, unit), f.excused_unit(unit, i))
    if excuse is not None:
        limit = min(limit, f.time[excuse])  # excused is final: what becomes so afterwards changes nothing
    since = late = None  # the latest word by X decides; what comes later is late
    for j, e in enumerate(f.ev):
        if e.kind not in ('municipality-ready', 'municipality-not-ready') or \
                (e.attr.get('for') or SUBJECT[e.party]) != SUBJECT[unit]:
            continue
        ready = e.kind == 'municipality-ready' and e.attr.get('from', limit) <= limit
        if e.time <= limit:
            since = (j if since is None else since) if ready else None
        elif e.kind == 'municipality-ready' and late is None and e.attr.get('from', limit) <= limit:
            late = j
    o.single('municipality-ready-by-ready', unit, i, at(o, x), late if since is None else since, unsure, before=x)


def attend(o, unit):
    i, unsure = o.call_to(unit, 0)
    if i is not None:
        o.attend('sip-attend', unit, i, 'sip-held', unsure)


def notice_with(o, item, notices):
    """(sure, possible): the first of the messages with the item among its contents."""
    return tuple(base.earliest(*[i for i in notices if item in o.f.contains(i, world)])
                 for world in (base.SURE, base.POSSIBLE))


# --------------------------------------------------------------------------------------------------
# Sörmland
# --------------------------------------------------------------------------------------------------


def sormland(o):
    notices = o.f.all('admission-notice')
    first = notices[0] if notices and applies(o, notices[0]) else None
    ready = first_ready(o)
    ready = ready if applies(o, ready) else None
    gone = o.f.fold.discharged if applies(o, o.f.fold.discharged) else None
    admission(o, notices, first)
    stay(o, notices, first)
    readiness(o, ready)
    departure(o, notices, ready, gone)
    follow_up(o, gone)


def admission(o, notices, first):
    """Step 1."""
    f, r = o.f, o.f.r
    ongoing_notice(o)
    if first is not None and o.admission_due is not None and any(
            f.consent('information', u, first) == 'given' for u in f.units[first]):
        o.single('admission-notice-reason', 'hospital', first, o.admission_due,
                 notice_with(o, 'diagnosis', notices), more=f.information_refused_from(first, f.units[first]))
    if first is not None:
        due, x = step(o, 1)
        o.single('patient-phone', 'hospital', first, due,
                 notice_with(o, 'phone', sorted(notices + f.all('information-transferred'))), before=x)
        o.single('track-set', 'hospital', first, due, f.first('track'), before=x)
    previous = base.NOBODY
    for i, e in enumerate(f.ev):
        if e.kind != 'needs-assessed' or f.fold.admitted is None:
            continue
        added, previous = f.units[i] - previous, f.units[i]
        if added and i > f.fold.admitted and f.fold.state[i] not in ('discharged', 'deceased') and \
                f.time[i] > f.time[f.fold.admitted]:
            due = day_end(o, i) if r['omgaende'] == 'same-day' else None
            o.to_units('admission-notice-later', 'hospital', i, added, 'admission-notice', due)
    for unit in UNITS:
        i, unsure = sent_to(o, 'admission-notice', unit)
        if i is None:
            continue
        reply = answered(o, unit, 'admission-notice')
        if unit == 'outpatient':
            o.single('acknowledge-weekday', unit, i, weekday_end(o, i), reply, unsure)
            o.single('care-contact-named', unit, i, weekday_end(o, i), f.first('care-contact'), unsure)
        else:
            o.single('acknowledge', unit, i, day_end(o, i), reply, unsure)
        due, x = step(o, 1)
        o.single('services-report', unit, i, due, f.first('services-reported', unit), unsure, before=x,
                 more=f.information_refused_from(i, ('hospital',)))
    for i, unsure in ready_notices(o, 'outpatient'):
        o.single('care-contact-agreed', 'outpatient', i, day_end(o, i, 3), f.first('care-contact'), unsure)


def ongoing_notice(o):
    """The notice to each municipal unit that has services already; to the outpatient care too if one is health."""
    f = o.f
    i = f.fold.admitted
    if i is None or f.covered[i] == 'no':
        return
    answers = {unit: ongoing(o, unit) for unit in TOWN}
    if all(a == 'no' for a in answers.values()):
        return
    health = lambda unit, trigger: o.not_named_from('municipal-health' if unit == 'outpatient' else unit, trigger)
    worlds = []
    for possible in (('yes', 'unknown'), ('yes',)):  # the most first: its `done` is when all may be told
        units = {u for u in TOWN if answers[u] in possible}
        if 'municipal-health' in units:
            units.add('outpatient')
        if not units:
            continue
        for world in (base.SURE, base.POSSIBLE):
            sent = [(j, f.to(j, world)) for j in f.all('admission-notice')]
            due = base.hours_after(f.time[i], 24, f.r)
            worlds.append(base.reach(f, i, units, sent, due, f.excused_all(i), health))
    o.add('admission-notice-ongoing', 'hospital', i, due, worlds, unsure='yes' not in answers.values())


def stay(o, notices, first):
    """Step 2."""
    f = o.f
    due, x = step(o, 2)
    if first is not None:
        status_report(o, first)
    told = f.first('status-reported', 'hospital')
    if applies(o, told):
        for unit in UNITS:
            earlier = [j for j in notices if j <= told]
            sure = any(unit in f.to(j, base.SURE) for j in earlier)
            if sure or (unit in f.units[told] and any(unit in f.to(j, base.POSSIBLE) for j in earlier)):
                unsure = not sure
                o.single('status-supplement', unit, told, due, f.first('status-reported', unit, told), unsure,
                         before=x, more=f.information_refused_from(told, ('hospital',)))
    sip_initiative(o, notices)
    i = f.first('sip-initiated', 'hospital')
    if applies(o, i):
        ready = judged_ready(o)
        if ready is None or i < ready:
            condition = dots(o, i, 'red')
            limit = o.before_x(ready)
            in_time = [j for j in (f.declined_from(i), f.first('sip-closed', start=i))
                       if j is not None and (limit is None or f.time[j] <= limit)]
            if condition != 'no':
                o.to_units('sip-call-hospital', 'hospital', i, f.units[i], 'sip-call', limit, 'hospital',
                           more=base.earliest(f.no_sip_from(i), o.municipality_withdrawn(i), *in_time), before=ready,
                           unsure=condition == 'unknown')
    for unit in UNITS:
        attend(o, unit)
    hospital_attends(o)
    lead(o)
    needed = when(o, 'education', lambda i: 'needed' in f.ev[i].flags)
    if applies(o, needed):
        o.single('education', 'hospital', needed, due,
                 when(o, 'education', lambda i: f.ev[i].flags & {'offered', 'held'}, 'hospital'), before=x)
    for unit in TOWN:
        offers = [i for i in f.all('education') if 'offered' in f.ev[i].flags and f.ev[i].party != unit]
        i, unsure = sent_to(o, None, unit, offers)
        if i is not None:
            o.single('education-attend', unit, i, due, when(o, 'education', lambda j: 'held' in f.ev[j].flags),
                     unsure, before=x)
    gone = f.fold.discharged
    i = checklist(o, 'bulky-aids', 'needed')
    if applies(o, i) and home(o) != 'no':
        done = when(o, 'checklist', lambda j: f.ev[j].attr['item'] == 'bulky-aids'
                    and f.ev[j].flags & {'done', 'not-needed'}, start=i)  # [67]
        o.single('bulky-aids', 'hospital', i, at(o, gone), done, home(o) == 'unknown', before=gone)
    homecare(o, notices, due, x)


def sip_initiative(o, notices):
    f = o.f
    if not notices:
        return
    first = notices[0]
    due, x = step(o, 2)
    tracks = [i for i in range(first, len(f.ev)) if f.track[i] in ('yellow', 'red')]
    unsure = not tracks and f.track[first] is None and not [i for i in f.all('track') if i > first]
    i = tracks[0] if tracks else first if unsure else None
    if i is None or not applies(o, i):
        return
    if f.required[i][0] == 'no' and f.required[i][1] not in ('sip-declined', 'sip-current'):
        return
    answers = [j for j in range(i, len(f.ev)) if f.declined[j] or (f.current[j] and f.r['sip-current'] == 'suffices')]
    in_time = [j for j in answers[:1] if due is None or f.time[j] <= due]
    o.single('sip-initiative', 'hospital', i, due,
             base.earliest(f.first('sip-initiated', 'hospital'), f.first('sip-call', 'hospital')), unsure, before=x,
             more=base.earliest(f.no_sip_from(i), *in_time))


def hospital_attends(o):
    """Where the outpatient care calls the hospital, or the hospital itself calls."""
    f = o.f
    calls = [i for i in f.all('sip-call') if f.covered[i] == 'yes' and (
        f.ev[i].party == 'hospital' or (f.ev[i].party == 'outpatient' and 'hospital' in f.to(i, base.SURE)))]
    if calls:
        o.attend('sip-attend', 'hospital', calls[0], 'sip-held', False)


def lead(o):
    f = o.f
    meetings = sorted(f.all('sip-held') + f.all('sip-established'))
    inside = [i for i in meetings if in_stay(o, i)]
    if inside and applies(o, inside[0]):
        done = base.earliest(*[i for i in meetings if {'followup', 'lead'} <= set(f.ev[i].attr)])
        gone = f.fold.discharged
        o.single('sip-lead-set', 'outpatient', inside[0], o.before_x(gone), done, before=gone)


def homecare(o, notices, due, x):
    f = o.f
    gone = f.fold.discharged
    i = base.earliest(*[j for j in notices if applies(o, j) and 'municipal-health' in f.units[j]])
    orders = f.all('homecare-order')
    if i is not None:
        done = tuple(base.earliest(*[j for j in orders if 'municipal-health' in f.to(j, world)])
                     for world in (base.SURE, base.POSSIBLE))
        o.single('homecare-order', 'hospital', i, at(o, gone), done, before=gone,
                 more=f.excused_unit('municipal-health', i))
    confirmed = answered(o, 'municipal-health', 'homecare-order')
    i, unsure = sent_to(o, 'homecare-order', 'municipal-health')
    if i is not None:
        o.single('homecare-order-confirmed', 'municipal-health', i, due, confirmed, unsure, before=x)
    if orders and applies(o, orders[0]) and colour(o, orders[0], 'green') != 'no':
        o.single('homecare-order-check', 'hospital', orders[0], at(o, gone), confirmed,
                 colour(o, orders[0], 'green') == 'unknown', before=gone)


def readiness(o, ready):
    """Step 3."""
    f, r = o.f, o.f.r
    gone = f.fold.discharged
    due, x = step(o, 3)
    contact = base.earliest(*[when(o, kind, lambda i: 'provider-contact' in f.ev[i].flags, 'social-services')
                              for kind in ('municipality-ready', 'services-reported')])
    for i, unsure in ready_notices(o, 'social-services'):
        o.single('provider-contact', 'social-services', i, due, contact, unsure, before=x)
        o.single('municipality-ready-told', 'social-services', i, due, told_ready(o, i), unsure, before=x)
    if r['ready-result'] == 'row':
        for unit in TOWN:
            ready_by(o, unit, judged_ready(o))
    referrals = f.all('referral')
    if ready is not None and 'outpatient' in (f.needs[ready] if r['referral-need'] == 'named' else f.units[ready]):
        done = tuple(base.earliest(*[j for j in referrals if 'outpatient' in f.to(j, world)])
                     for world in (base.SURE, base.POSSIBLE))
        o.single('referral', 'hospital', ready, at(o, gone), done, before=gone,
                 more=f.excused_unit('outpatient', ready))
    i, unsure = sent_to(o, 'referral', 'outpatient')
    if i is not None:
        o.single('referral-confirmed', 'outpatient', i, weekday_hours(o, i, 24),
                 answered(o, 'outpatient', 'referral'), unsure)
    reports = [j for j in f.all('information-transferred') if 'report' in f.ev[j].flags]
    if ready is not None:
        if dots(o, ready, 'yellow', 'red') != 'no':
            o.single('discharge-report-early', 'hospital', ready, due, base.earliest(*reports),
                     dots(o, ready, 'yellow', 'red') == 'unknown', before=x)
        report_by_discharge(o, ready, reports)
    i, unsure = sent_to(o, None, 'social-services', reports)
    if i is not None:
        o.single('discharge-report-confirmed', 'social-services', i, due,
                 answered(o, 'social-services', 'information-transferred'), unsure, before=x)
    aids(o)
    if ready is not None:
        done = tuple(home_since(o, possible) for possible in (False, True))
        o.single('home-ready', 'hospital', ready, at(o, gone), done, before=gone)
        o.single('epicrisis', 'hospital', ready, at(o, gone), checklist(o, 'epicrisis', 'done'), before=gone)
        o.single('medication-list', 'hospital', ready, at(o, gone),
                 checklist(o, 'medication-list', 'done', 'not-needed'), before=gone)


HOME_KINDS = frozenset((  # what the criteria are about
    'discharge-ready', 'discharge-ready-notice', 'discharge-ready-withdrawn', 'interrupted', 'discharged', 'deceased',
    'patient-informed', 'care-contact', 'admission-notice', 'information-transferred', 'checklist'))


def home_since(o, possible):
    """Since when all the criteria hold that hold at the discharge (or now); if they do not, when they first did later."""
    f, since = o.f, None
    for i, e in enumerate(f.ev):
        if since is not None and f.fold.discharged is not None and i > f.fold.discharged:
            break
        if e.kind not in HOME_KINDS:
            continue
        whole = all(v is True or (v is None and possible) for v in base.home_criteria(f, i).values())
        since = None if not whole else i if since is None else since
    return since


def told_ready(o, trigger):
    """When every subject needed (or, by the reading, any) had been marked ready."""
    f = o.f
    needed = {SUBJECT[u] for u in TOWN if u in f.units[trigger]}  # none: any mark will do
    ready = {}
    for i, e in enumerate(f.ev):
        if e.kind in ('municipality-ready', 'municipality-not-ready'):
            subject = e.attr.get('for') or SUBJECT[e.party]
            ready[subject] = e.kind == 'municipality-ready'
            if subject == 'rehab':
                needed = needed | {'rehab'}  # from when the log names it
            have = [ready.get(s, False) for s in needed or ready]
            if (all(have) if needed and f.r['ready-subjects'] == 'every-needed' else any(have)):
                return i
    return None


def report_by_discharge(o, ready, reports):
    """The report with the time of leaving, to every municipal unit concerned."""
    f = o.f
    units = f.units[ready] & base.MUNICIPAL
    if not units:
        return
    gone = f.fold.discharged
    general = base.earliest(f.excused_all(ready), f.information_refused_from(ready, f.units[ready]))
    worlds = []
    for world in (base.SURE, base.POSSIBLE):
        complete = world is base.POSSIBLE or f.r['unstated-content'] == 'complete'
        sent = [(j, f.to(j, world)) for j in reports if complete or 'expected' in f.ev[j].attr]
        worlds.append(base.reach(f, ready, units, sent, at(o, gone), general, None))
    o.add('discharge-report', 'hospital', ready, at(o, gone), worlds, before=gone)


def aids(o):
    """What is provided lasts through the third weekday at home; settled at the discharge."""
    f, r = o.f, o.f.r
    gone = f.fold.discharged
    if not applies(o, gone) or home(o) == 'no':
        return
    day, left = base.day_of(f.time[gone]), 3
    if r['first-weekday'] == 'after':
        day += 1
    while True:
        left -= base.is_weekday(day)
        if not left:
            break
        day += 1
    due = base.end_of(day)
    worlds = []
    for possible in (r['cover-unstated'] == 'complete', True):
        since = {}  # item: since when it lasts, by the latest word before the patient left
        for i in f.all('checklist'):
            if f.time[i] <= f.time[gone]:
                item, until = f.ev[i].attr['item'], f.ev[i].attr.get('until')
                lasts = 'not-needed' in f.ev[i].flags or \
                    ('done' in f.ev[i].flags and (possible if until is None else base.day_of(until) >= day))
                since[item] = (since.get(item) if since.get(item) is not None else i) if lasts else None
        done = [since.get(item) for item in THREE_WEEKDAY_ITEMS]
        excused = f.excused_all(gone) == gone
        if None not in done and not (excused and max(done) > gone):
            worlds.append(('met', max(done)))
        else:
            worlds.append(('excused' if excused else 'missed', None))
    number, force, cite = base.ROW['sormland', 'aids-three-weekdays']
    status, end = worlds[0] if worlds[0][0] == worlds[1][0] else ('unknown', None)
    if home(o) == 'unknown' and status != 'met':
        status, end = 'unknown', None
    o.out.append({'id': 'aids-three-weekdays', 'party': 'hospital', 'force': force, 'status': status, 'due': due,
                  'done': end, 'cite': cite, 'trigger': gone, 'trigger_time': f.time[gone], 'row': (True, number)})


def departure(o, notices, ready, gone):
    """Step 4."""
    f, r = o.f, o.f.r
    end = f.fold.discharged
    agreed = f.first('home-time', 'hospital')
    i = base.earliest(*[j for j in notices if applies(o, j) and 'social-services' in f.units[j]])
    if i is not None:
        track = next((t for t in f.track[i:] if t is not None), None)  # [65] mostly judged after the notice
        condition = both('unknown' if track is None else yes_if(track != 'yellow'), home(o))
        if condition != 'no':
            o.single('home-time-agreed', 'hospital', i, o.before_x(end), agreed, condition == 'unknown', before=end)
        yellow = base.earliest(*[j for j in range(i, len(f.ev)) if f.track[j] == 'yellow'
                                 and 'social-services' in f.units[j]])
        tracked = f.track[i] is not None or any(j > i for j in f.all('track'))
        if home(o) != 'no' and (yellow is not None or not tracked):
            trigger = i if yellow is None else yellow
            due = None if end is None else base.end_of(base.day_of(f.time[end]) - 1)
            if applies(o, trigger):
                o.single('home-time-day-before', 'hospital', trigger, due, agreed,
                         both(yes_if(tracked) if tracked else 'unknown', home(o)) == 'unknown', before=end)
    if ready is not None and f.units[ready] & base.MUNICIPAL:
        none = [{'yes': 'no', 'no': 'yes'}.get(ongoing(o, u), 'unknown') for u in TOWN]
        condition = both(dots(o, ready, 'green'), *none)
        if condition != 'no':
            messages = sorted(notices + f.all('information-transferred'))
            done = tuple(base.earliest(*[j for j in messages if 'phone' in f.contains(j, world)
                                         and f.to(j, world) & base.MUNICIPAL])
                         for world in (base.SURE, base.POSSIBLE))
            o.single('new-patient-contact', 'hospital', ready, at(o, end), done, condition == 'unknown', before=end)
    if gone is not None:
        going_home(o, gone)
    red_home(o)
    force = None if r['vanligtvis'] == 'bör' else 'ska'
    for i, withdrawn in f.readinesses():
        condition = colour(o, i, 'yellow')
        if condition == 'no' or not applies(o, i):
            continue
        due = day_end(o, i)
        if withdrawn is not None and f.time[withdrawn] > due:
            withdrawn = None
        o.single('same-day', 'hospital', i, due, end, condition == 'unknown', more=withdrawn, force=force)


def going_home(o, gone):
    f = o.f
    started = lambda unit: f.first('services-started', unit, gone)
    rows = (
        ('homecare-start', 'municipal-health', day_end(o, gone),
         both(dots(o, gone, 'green'), yes_if('municipal-health' in f.units[gone]))),
        ('services-resumed', 'social-services', base.hours_after(f.time[gone], 24, f.r),
         both(colour(o, gone, 'green'), ongoing(o, 'social-services'))),
        ('services-start', 'social-services', day_end(o, gone),
         both(colour(o, gone, 'yellow', 'red'), yes_if('social-services' in f.units[gone]))),
    )
    for row, unit, due, condition in rows:
        condition = both(condition, home(o))
        if condition != 'no':
            o.single(row, unit, gone, due, started(unit), condition == 'unknown')


def red_home(o):
    """Not before the day after the SIP; a discharge without any SIP in the stay is not as it should be."""
    f = o.f
    gone = f.fold.discharged
    plans = [i for i in f.all('sip-established') if in_stay(o, i)]
    trigger = plans[0] if plans else gone
    if not applies(o, trigger) or base.day_of(f.time[trigger]) < base.PACKS['sormland'].valid_from:
        return
    condition = colour(o, trigger, 'red')
    if condition == 'no':
        return
    opens = base.midnight(base.day_of(f.time[plans[0]]) + 1) if plans else None
    excuse = base.earliest(f.excused_all(trigger), f.declined_from(trigger),
                           *[i for i in range(trigger, len(f.ev)) if f.current[i]])
    number, force, cite = base.ROW['sormland', 'red-home-after-sip']
    force = force if f.r['vanligtvis'] == 'bör' else 'ska'
    done = None
    if gone is not None and (excuse is None or gone < excuse):
        in_time = plans and f.time[gone] >= opens
        status = 'met' if in_time else 'not-met' if force == 'bör' else 'missed'
        done = None if status == 'missed' else gone
    else:
        status = 'open' if excuse is None else 'excused'
    if condition == 'unknown' and status != 'met':
        status, done = 'unknown', None
    o.out.append({'id': 'red-home-after-sip', 'party': 'hospital', 'force': force, 'status': status, 'due': None,
                  'done': done, 'cite': cite, 'trigger': trigger, 'trigger_time': f.time[trigger],
                  'row': (True, number), 'earliest': opens})


def follow_up(o, gone):
    """Step 5."""
    f, r = o.f, o.f.r
    if gone is not None:
        counts = lambda i: r['not-reached'] == 'counts' or 'not-reached' not in f.ev[i].flags
        call = lambda unit: when(o, 'followup-call', counts, unit, gone)
        reviewed = lambda unit: f.first('needs-reviewed', unit, gone)
        week = day_end(o, gone, 7) if r['dygn'] == 'days' else base.hours_after(f.time[gone], 168, r)
        social = yes_if('social-services' in f.units[gone])
        health = yes_if('municipal-health' in f.units[gone])
        for row, party, due, condition, done in (
                ('call-24h', 'hospital', base.hours_after(f.time[gone], 24, r), home(o), call('hospital')),
                ('call-7d', 'outpatient', week, home(o), call('outpatient')),
                ('needs-review', 'social-services', review_due(o, gone),
                 both(colour(o, gone, 'green'), home(o), social), reviewed('social-services')),
                ('health-follow-up', 'municipal-health', None, health, reviewed('municipal-health')),
                ('call-review', 'social-services', None, both(dots(o, gone, 'yellow', 'red'), social),
                 call('social-services'))):
            if condition != 'no':
                o.single(row, party, gone, due, done, condition == 'unknown')
        hospital_plan(o, gone)
    after = f.fold.discharged
    for unit in UNITS:
        i = when(o, 'sip-need', lambda j: 'needed' in f.ev[j].flags and after is not None and j > after
                 and not in_force(o, j), unit)
        if applies(o, i):
            o.single('sip-call-later', unit, i, None, f.first('sip-call', unit, i))
    i = when(o, 'sip-need', lambda j: 'not-needed' in f.ev[j].flags and not in_force(o, j)
             and since_closed(o, j, ('sip-initiated', 'sip-call')), 'outpatient')
    if applies(o, i):
        o.single('sip-close', 'outpatient', i, None, f.first('sip-closed', start=i))


def review_due(o, gone):
    """72 hours or the next weekday."""
    due = base.hours_after(o.f.time[gone], 72, o.f.r)
    if o.f.r['72h-weekday'] == 'later':
        return max(due, base.end_of(base.next_weekday(base.day_of(o.f.time[gone]) + 1)))
    day = base.day_of(due)
    return due if base.is_weekday(day) else base.end_of(base.next_weekday(day))


def hospital_plan(o, gone):
    """Follow-up of a SIP made at the hospital, by its lead, else by the unit that called to it."""
    f = o.f
    plans = [i for i in f.all('sip-established') if 'at-hospital' in f.ev[i].flags and in_stay(o, i)]
    if not plans:
        return
    plan = plans[0]
    condition = dots(o, gone, 'red')
    if condition == 'no':
        return
    if f.ev[plan].attr.get('lead') in UNITS:  # [69] the hospital hands the coordination over
        parties = [f.ev[plan].attr['lead']]
    elif f.r['sip-follow-up-party'] == 'each':
        parties = [u for u in UNITS if u in f.units[gone]]
    else:
        calls = [f.ev[i].party for i in f.all('sip-call') if i < plan]
        parties = [calls[-1] if calls and calls[-1] in UNITS else 'outpatient']
    for party in parties:
        o.single('sip-hospital-follow-up', party, gone, None, f.first('sip-followed-up', None, gone),
                 condition == 'unknown')
        o.agree('sip-hospital-follow-up', plan)


def since_closed(o, i, kinds):
    """Was there such an event before i that no later `sip-closed` before i put an end to?"""
    found = False
    for j in range(i):
        kind = o.f.ev[j].kind
        found = kind in kinds or (found and kind != 'sip-closed')
    return found


def in_force(o, i):
    return since_closed(o, i, ('sip-established',))


# --------------------------------------------------------------------------------------------------
# Gotland, Västra Götaland
# --------------------------------------------------------------------------------------------------


def gotland(o):
    f = o.f
    for i, withdrawn in f.readinesses():
        due = day_end(o, i) if f.r['same-day-goal'] == 'same-day' else None
        if withdrawn is not None and due is not None and f.time[withdrawn] > due:
            withdrawn = None
        if applies(o, i):
            o.single('same-day', 'hospital', i, due, f.fold.discharged, more=withdrawn)
    first = f.first('admission-notice')
    if applies(o, first) and any(f.consent('information', u, first) == 'given' for u in f.units[first]):
        status_report(o, first)


def vastra_gotaland(o):
    f = o.f
    admitted, gone = f.fold.admitted, f.fold.discharged
    if admitted is not None and f.covered[admitted] != 'no':
        for unit in TOWN:
            prepared_request(o, unit, admitted)
    for unit in TOWN:
        ready_by(o, unit, o.first_ready)
        attend(o, unit)
    for i, unsure in ready_notices(o, 'social-services'):
        o.single('call-home', 'social-services', i, None, f.first('home-time', 'social-services'), unsure)
    if applies(o, gone) and home(o) != 'no':
        for unit in TOWN:
            if unit in f.units[gone]:
                o.single('services-start', unit, gone, None, f.first('services-started', unit, gone),
                         home(o) == 'unknown')


def prepared_request(o, unit, admitted):
    """Before the admission, where there were services already."""
    f = o.f
    condition = ongoing(o, unit)
    if condition == 'no':
        return
    due = f.time[admitted] - 1
    done = when(o, 'care-request', lambda i: 'prepared' in f.ev[i].flags and f.time[i] <= due)
    excuse = base.earliest(f.information_refused_from(admitted, ('hospital',)), f.excused_all(admitted, False, unit),
                           f.excused_unit(unit, admitted))
    at_once = excuse == admitted
    if done is not None:
        status = 'met'
    else:
        done = when(o, 'care-request', lambda i: 'prepared' in f.ev[i].flags and (excuse is None or i <= excuse))
        never = f.covered[admitted] == 'unknown' and next(
            (c for c in f.covered[admitted:] if c != 'unknown'), None) == 'no'
        status = 'excused' if at_once or never else 'missed' if done is None else 'met-late'
    if condition == 'unknown' and status != 'met':
        status = 'unknown'
    number, force, cite = base.ROW['vastra-gotaland', 'care-request-prepared']
    if base.day_of(f.time[admitted]) >= base.PACKS['vastra-gotaland'].valid_from:
        o.out.append({'id': 'care-request-prepared', 'party': unit, 'force': force, 'status': status, 'due': due,
                      'done': done if status in ('met', 'met-late') else None, 'cite': cite, 'trigger': admitted,
                      'trigger_time': f.time[admitted], 'row': (True, number)})


ADDED = {'sormland': sormland, 'gotland': gotland, 'vastra-gotaland': vastra_gotaland}

import utskrivning_reference as base  # noqa: E402  each knows the other; this one's tables are complete now
